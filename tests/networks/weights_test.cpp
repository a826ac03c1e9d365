#include "networks/core/weights.h"

#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <limits>

#include "imaging/core/failure.h"
#include "networks/core/float16.h"
#include "networks/core/sha256.h"

namespace longview {
namespace {

std::vector<std::byte> bytes_of_hex(std::string_view hex) {
  std::vector<std::byte> bytes;
  std::string digits;
  for (const char c : hex)
    if (c != ' ') digits += c;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes.push_back(static_cast<std::byte>(std::stoi(digits.substr(i, 2), nullptr, 16)));
  return bytes;
}

std::vector<std::byte> file_with_header(const std::string& header, std::size_t data) {
  std::vector<std::byte> file(8 + header.size() + data);
  const std::uint64_t length = header.size();
  std::memcpy(file.data(), &length, 8);
  std::memcpy(file.data() + 8, header.data(), header.size());
  return file;
}

StoredWeights two_tensors() {
  StoredWeights weights;
  const float a[] = {1.5f, -2.f, 0.25f}, b[] = {3.f};
  weights.tensors.push_back(store("b", {3}, a, "F16"));
  weights.tensors.push_back(store("a", {}, b, "F32"));
  weights.metadata["net"] = "test";
  return weights;
}

// The vectors of networks.md 0.8, which come from the reference implementation.
TEST(Safetensors, WritesNoTensorsAsTheReferenceDoes) {
  EXPECT_EQ(to_safetensors({}), bytes_of_hex("08 00 00 00 00 00 00 00 7B 7D 20 20 20 20 20 20"));
}

TEST(Safetensors, WritesOneTensorAsTheReferenceDoes) {
  StoredWeights weights;
  const float values[] = {0, 1, 2, 3, 4, 5};
  weights.tensors.push_back(store("attn.0", {1, 2, 3}, values, "F32"));
  const auto file = to_safetensors(weights);
  ASSERT_EQ(file.size(), 8u + 64u + 24u);
  EXPECT_EQ(file[0], std::byte{0x40});
  EXPECT_EQ(std::vector(file.end() - 24, file.end()),
            bytes_of_hex("00000000 0000803F 00000040 00004040 00008040 0000A040"));
  const std::string header(reinterpret_cast<const char*>(file.data()) + 8, 64);
  EXPECT_EQ(header, R"({"attn.0":{"dtype":"F32","shape":[1,2,3],"data_offsets":[0,24]}})");
}

TEST(Safetensors, ReadsWhatItWrote) {
  const StoredWeights back = from_safetensors(to_safetensors(two_tensors()), "test");
  ASSERT_EQ(back.tensors.size(), 2u);
  EXPECT_EQ(back.tensors[0].name, "a");  // the wider type first
  EXPECT_EQ(values_of(back.tensors[1]), (std::vector<float>{1.5f, -2.f, 0.25f}));
  EXPECT_TRUE(back.tensors[0].shape.empty());
  EXPECT_EQ(back.metadata.at("net"), "test");
}

TEST(Safetensors, RefusesEveryCutOfAFile) {
  const auto file = to_safetensors(two_tensors());
  for (std::size_t length = 0; length < file.size(); ++length)
    EXPECT_THROW(from_safetensors(std::span(file).first(length), "cut"), Failure) << length;
}

TEST(Safetensors, SurvivesAnyFlippedByte) {
  const auto file = to_safetensors(two_tensors());
  int refused = 0;
  for (std::size_t at = 0; at < file.size(); ++at)
    for (const int flip : {1, 32, 128, 255}) {
      auto hostile = file;
      hostile[at] ^= static_cast<std::byte>(flip);
      try {
        from_safetensors(hostile, "hostile");
      } catch (const Failure& failure) {
        EXPECT_NE(std::string(failure.what()).find("hostile"), std::string::npos);
        ++refused;
      }
    }
  EXPECT_GT(refused, 100);
}

TEST(Safetensors, RefusesHostileHeaders) {
  for (
      const std::string header :
      {R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
       R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
       R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})",
       R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})",
       R"({"a":{"dtype":"F32","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,8]}})",
       R"({"a":{"dtype":"COMPLEX64","shape":[1],"data_offsets":[0,8]}})",
       R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":1}})",
       R"({"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}})", R"({"a":7})", R"([1,2])", R"({"a")",
       R"({"__metadata__":{"n":1}})", R"( {})"})
    EXPECT_THROW(from_safetensors(file_with_header(header, 8), "hostile"), Failure) << header;
  EXPECT_THROW(from_safetensors(bytes_of_hex("FFFFFFFFFFFFFFFF 7B7D"), "hostile"), Failure);
}

TEST(Safetensors, RefusesValuesThatAreNoNumbers) {
  const float infinite[] = {std::numeric_limits<float>::infinity()};
  EXPECT_THROW(store("a", {1}, infinite, "F32"), Failure);
  StoredWeights weights = two_tensors();
  weights.tensors[1].bytes = bytes_of_hex("0000C07F");  // a NaN
  EXPECT_THROW(values_of(weights.tensors[1]), Failure);
}

TEST(Safetensors, RefusesAnotherHashAndAFileThatIsNotThere) {
  const auto folder = std::filesystem::temp_directory_path() / "longview-weights-test";
  std::filesystem::create_directories(folder);
  write_weights(folder / "w.safetensors", two_tensors());
  const auto file = to_safetensors(two_tensors());
  EXPECT_NO_THROW(read_weights(folder / "w.safetensors", sha256(std::span(file))));
  EXPECT_THROW(read_weights(folder / "w.safetensors", std::string(64, '0')), Failure);
  EXPECT_THROW(read_weights(folder / "missing.safetensors"), Failure);
  EXPECT_THROW(write_weights(folder / "no" / "such" / "folder.safetensors", {}), Failure);
  std::filesystem::remove_all(folder);
}

TEST(Safetensors, NamesWhatIsMissingOrOfAnotherShape) {
  const StoredWeights weights = two_tensors();
  EXPECT_NO_THROW(tensor_named(weights, "b", {3}));
  EXPECT_THROW(tensor_named(weights, "b", {4}), Failure);
  EXPECT_THROW(tensor_named(weights, "c", {3}), Failure);
}

// FIPS 180-4's own examples.
TEST(Sha256, GivesThePublishedDigests) {
  EXPECT_EQ(sha256(std::string_view("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256(std::string_view("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Float16, IsExactForEveryHalf) {
  for (std::uint32_t half = 0; half < 0x10000; ++half) {
    const float value = float_from(static_cast<std::uint16_t>(half));
    if (value != value) {
      EXPECT_GT(half_from(value) & 0x7FFF, 0x7C00);
    } else {
      EXPECT_EQ(half_from(value), half);
    }
  }
}

TEST(Float16, RoundsToTheNearestAndTiesToEven) {
  EXPECT_EQ(half_from(1 + 0x1p-11f), 0x3C00);      // halfway: even stays
  EXPECT_EQ(half_from(1 + 3 * 0x1p-11f), 0x3C02);  // halfway: odd goes up
  EXPECT_EQ(half_from(1 + 0x1.8p-11f), 0x3C01);
  EXPECT_EQ(half_from(65519.f), 0x7BFF);
  EXPECT_EQ(half_from(65520.f), 0x7C00);
  EXPECT_EQ(half_from(0x1p-25f), 0);  // halfway to the smallest: even
  EXPECT_EQ(half_from(0x1.8p-25f), 1);
  EXPECT_EQ(half_from(-0.f), 0x8000);
}

}  // namespace
}  // namespace longview
