#include "imaging/core/failure.h"

namespace longview {

namespace {
std::string joined(const std::vector<std::string>& sentences) {
  std::string text;
  for (auto sentence = sentences.rbegin(); sentence != sentences.rend(); ++sentence)
    text += (text.empty() ? "" : " ") + *sentence;
  return text;
}
}  // namespace

Failure::Failure(std::string sentence) : sentences_{std::move(sentence)}, text_(joined(sentences_)) {}

Failure::Failure(const Failure& inner, std::string context) : sentences_(inner.sentences_) {
  sentences_.push_back(std::move(context));
  text_ = joined(sentences_);
}

const char* Failure::what() const noexcept { return text_.c_str(); }
const std::vector<std::string>& Failure::sentences() const noexcept { return sentences_; }

const char* Stopped::what() const noexcept { return "Cancelled. Nothing was changed."; }

}  // namespace longview
