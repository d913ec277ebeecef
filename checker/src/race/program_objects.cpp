#include "race/program_objects.hpp"

#include <utility>

#include <gocheck/detail/controller.hpp>

namespace gocheck::checker::race {
namespace {

using detail::Object;

// Their name, empty for a reader, marks them.
constexpr char kName[] = "";
constexpr char kUnordered[] = "";
constexpr unsigned kKindShift = 56;         // No address of a program is as large.
constexpr std::uint32_t kNumberBits = 24;   // As many as an identity has room for.

}  // namespace

/// A global's number is its offset in the program. Elsewhere an address is spread over the numbers: it
/// is the same in every interleaving and process, for heaps and stacks are at fixed places.
std::uint32_t ProgramObjects::number_for(std::uintptr_t address) {
  constexpr std::uint32_t kMask = (1U << kNumberBits) - 1;
  const std::uintptr_t offset = address - base_;
  auto number = static_cast<std::uint32_t>(
      offset <= kMask ? offset : (address * 0x9E3779B97F4A7C15ULL) >> (64 - kNumberBits));
  while (addresses_.contains(number) || number == 0) number = (number + 1) & kMask;
  addresses_.emplace(number, address);
  return number;
}

Object& ProgramObjects::at(detail::ObjectKind kind, std::uintptr_t address, bool& is_new) {
  Entry& entry = entries_[address | std::uintptr_t{static_cast<std::uint8_t>(kind)} << kKindShift];
  is_new = entry.generation != generation_;
  entry.generation = generation_;
  if (!entry.object) {
    // Not an object that the running goroutine makes: nobody is told.
    detail::Controller* const controller = std::exchange(detail::active_controller, nullptr);
    entry.object.emplace(kind, kName, Location{});
    detail::active_controller = controller;
    entry.object->creator = 0;
    entry.object->number = number_for(address);
  } else if (is_new) {
    if (kind == detail::ObjectKind::kMutex) entry.object->mutex = {};
    if (kind == detail::ObjectKind::kRWMutex) entry.object->rwmutex = {};
  }
  return *entry.object;
}

std::uintptr_t ProgramObjects::address_of(const Object& object) const {
  return owns(object) ? addresses_.at(object.number) : 0;
}

bool ProgramObjects::owns(const Object& object) { return object.name == kName || object.name == kUnordered; }
void ProgramObjects::leave_unordered(Object& object) { object.name = kUnordered; }
bool ProgramObjects::is_unordered(const Object& object) { return object.name == kUnordered; }

}  // namespace gocheck::checker::race
