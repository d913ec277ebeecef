#pragma once

#include <string>
#include <vector>

namespace gocheck::frontend {

/// The tool: parses the command line, does what it says, returns the documented exit code.
int command_line(std::vector<std::string> arguments);

}  // namespace gocheck::frontend
