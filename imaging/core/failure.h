// What went wrong, as sentences for the person at the screen: what happened, where, and the way out.
#pragma once

#include <exception>
#include <string>
#include <vector>

namespace longview {

// Thrown inside, caught at the edge. The innermost sentence comes first; callers push context on top.
class Failure : public std::exception {
 public:
  explicit Failure(std::string sentence);
  // `inner` with one more sentence of context.
  Failure(const Failure& inner, std::string context);

  // All sentences, outermost first, joined by a space.
  const char* what() const noexcept override;
  // Innermost first.
  const std::vector<std::string>& sentences() const noexcept;

 private:
  std::vector<std::string> sentences_;
  std::string text_;
};

// Thrown by Progress when the user asked to stop. No error: nothing is reported but that it was cancelled.
class Stopped : public std::exception {
 public:
  const char* what() const noexcept override;
};

}  // namespace longview
