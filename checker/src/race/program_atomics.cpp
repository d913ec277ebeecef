#include "race/program_atomics.hpp"

#include <utility>

#include <gocheck/detail/controller.hpp>

namespace gocheck::checker::race {
namespace {

using detail::Object;

// Their name, empty for a reader, marks them.
constexpr char kName[] = "";
constexpr std::uint32_t kNumberBits = 24;   // As many as an identity has room for.

}  // namespace

/// A global's number is its offset in the program. Elsewhere an address is spread over the numbers: it
/// is the same in every interleaving and process, for heaps and stacks are at fixed places.
std::uint32_t ProgramAtomics::number_for(std::uintptr_t address) {
  constexpr std::uint32_t kMask = (1U << kNumberBits) - 1;
  const std::uintptr_t offset = address - base_;
  auto number = static_cast<std::uint32_t>(
      offset <= kMask ? offset : (address * 0x9E3779B97F4A7C15ULL) >> (64 - kNumberBits));
  while (addresses_.contains(number) || number == 0) number = (number + 1) & kMask;
  addresses_.emplace(number, address);
  return number;
}

Object& ProgramAtomics::at(std::uintptr_t address, bool& is_new) {
  Entry& entry = entries_[address];
  is_new = entry.generation != generation_;
  entry.generation = generation_;
  if (!entry.object) {
    // Not an object that the running goroutine makes: nobody is told.
    detail::Controller* const controller = std::exchange(detail::active_controller, nullptr);
    entry.object.emplace(detail::ObjectKind::kAtomic, kName, Location{});
    detail::active_controller = controller;
    entry.object->creator = 0;
    entry.object->number = number_for(address);
  }
  return *entry.object;
}

std::uintptr_t ProgramAtomics::address_of(const Object& object) const {
  return owns(object) ? addresses_.at(object.number) : 0;
}

bool ProgramAtomics::owns(const Object& object) { return object.name == kName; }

}  // namespace gocheck::checker::race
