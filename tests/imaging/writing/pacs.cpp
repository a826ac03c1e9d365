#include "imaging/writing/pacs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <stop_token>

#include "imaging/core/failure.h"
#include "imaging/writing/dicom_seg.h"
#include "imaging/writing/dicom_sr.h"
#include "tests/imaging/writing/fixture.h"
#include "tests/imaging/writing/test_pacs.h"

namespace longview {
namespace {

using Result = SendOutcome::Result;

TEST(Node, IsReadFromItsUsualForm) {
  const PacsNode node = node_from("RAD1@pacs.example.org:11112", "ME");
  EXPECT_EQ(node.called_aet, "RAD1");
  EXPECT_EQ(node.host, "pacs.example.org");
  EXPECT_EQ(node.port, 11112);
  EXPECT_EQ(node.calling_aet, "ME");
}

TEST(Node, OfAnyOtherFormIsRefusedWithTheFormExpected) {
  for (const char* text : {"", "RAD1", "RAD1@host", "@host:104", "RAD1@:104", "RAD1@host:", "RAD1@host:0",
                           "RAD1@host:65536", "RAD1@host:10a", "RAD1@host:123456"})
    EXPECT_THAT(failure_of([&] { node_from(text); }), testing::HasSubstr("Write NAME@HOST:PORT")) << text;
  EXPECT_THAT(failure_of([] { node_from("SEVENTEENLETTERSX@host:104"); }), testing::HasSubstr("1 to 16 characters"));
}

struct Pacs : OnASeries {
  // A source series, a SEG, an SR and a predicted series.
  std::vector<std::filesystem::path> write_all() {
    target.simulated = true;
    make_source(test_grids(9, 7, 5)[3].second);
    const LabelMap labels = test_labels(source.grid);
    target.provenance = test_provenance();
    write_seg(labels, target, folder.path / "seg.dcm");
    write_sr({{labels.labels[0], measure(labels)[0], std::nullopt}}, folder.path / "seg.dcm", target,
             folder.path / "sr.dcm");
    write_fractional_seg(test_probability(source.grid), labels.labels[0], target, folder.path / "probability.dcm");
    write_series(test_volume(source.grid), target, folder.path / "predicted", {});
    return {folder.path / "source", folder.path / "seg.dcm", folder.path / "sr.dcm", folder.path / "probability.dcm",
            folder.path / "predicted"};
  }
};

TEST_F(Pacs, TakesSeriesSegAndSrAndGivesThemBackTheSame) {
  NEEDS_OWN_NETWORK();
  TestPacs pacs;
  ASSERT_TRUE(pacs.started()) << pacs.log();
  const auto outcomes = send(write_all(), pacs.node());
  ASSERT_EQ(outcomes.size(), 9);
  for (const SendOutcome& outcome : outcomes) {
    EXPECT_EQ(outcome.result, Result::sent) << outcome.words;
    EXPECT_TRUE(outcome.held);
    EXPECT_EQ(outcome.words, "Sent and found in the archive.");
  }
  EXPECT_EQ(pacs.differences(outcomes), "");
  EXPECT_EQ(outcomes.front().file, folder.path / "source" / "0001.dcm");
  EXPECT_EQ(outcomes[5].description, "PREDICTED +90 d RESEARCH ONLY Segmentation");
}

TEST_F(Pacs, GetsAnOutcomeForEveryFileAlsoForThoseThatAreNone) {
  NEEDS_OWN_NETWORK();
  TestPacs pacs;
  ASSERT_TRUE(pacs.started()) << pacs.log();
  make_source(test_grids(9, 7, 2)[0].second);
  std::ofstream(folder.path / "source" / "notes.dcm") << "not DICOM at all";
  const auto outcomes = send({folder.path / "source", folder.path / "gone.dcm"}, pacs.node());
  ASSERT_EQ(outcomes.size(), 4);
  EXPECT_EQ(outcomes[0].result, Result::sent);
  EXPECT_EQ(outcomes[1].result, Result::sent);
  EXPECT_EQ(outcomes[2].result, Result::not_sent);
  EXPECT_EQ(outcomes[2].words, "It is no DICOM file.");
  EXPECT_EQ(outcomes[3].words, "The file does not exist.");
  EXPECT_FALSE(outcomes[3].held);
}

TEST_F(Pacs, RefusesAKindOfObjectThatItDoesNotTake) {
  NEEDS_OWN_NETWORK();
  TestPacs pacs;
  ASSERT_TRUE(pacs.started()) << pacs.log();
  make_source(test_grids(9, 7, 2)[0].second);
  python(R"(
import sys, pydicom
d = pydicom.dcmread(sys.argv[1])
d.SOPClassUID = d.file_meta.MediaStorageSOPClassUID = '1.2.3.4.5'
d.save_as(sys.argv[1])
)",
         {source.files[1].string()});
  const auto outcomes = send({folder.path / "source"}, pacs.node());
  ASSERT_EQ(outcomes.size(), 2);
  EXPECT_EQ(outcomes[0].words, "Sent and found in the archive.");
  EXPECT_EQ(outcomes[1].result, Result::refused);
  EXPECT_THAT(outcomes[1].words, testing::HasSubstr("takes no objects of the kind 1.2.3.4.5"));
}

TEST_F(Pacs, ThatDiesOnTheWayLeavesAnOutcomeForEachObject) {
  NEEDS_OWN_NETWORK();
  TestPacs pacs;
  ASSERT_TRUE(pacs.started()) << pacs.log();
  make_source(test_grids(9, 7, 8)[0].second);
  PacsNode node = pacs.node();
  node.timeout_s = 2;
  int reports = 0;
  const Progress killer(
      [&](double, const std::string& stage) {
        if (stage.starts_with("Sending") && ++reports == 4) pacs.kill();
      },
      {});
  const auto outcomes = send({folder.path / "source"}, node, killer);
  ASSERT_EQ(outcomes.size(), 8);
  for (std::size_t n = 0; n < 8; ++n) {
    EXPECT_EQ(outcomes[n].result, n < 3 ? Result::sent : Result::not_sent) << n << outcomes[n].words;
    EXPECT_FALSE(outcomes[n].held);
  }
  EXPECT_THAT(outcomes[0].words, testing::HasSubstr("could not be asked"));
  EXPECT_THAT(outcomes[7].words, testing::HasSubstr("Nobody listens at 127.0.0.1:4242"));
}

TEST_F(Pacs, SendingStopsWhenAsked) {
  NEEDS_OWN_NETWORK();
  TestPacs pacs;
  ASSERT_TRUE(pacs.started()) << pacs.log();
  make_source(test_grids(9, 7, 4)[0].second);
  std::stop_source stop;
  const Progress progress(
      [&](double, const std::string& stage) {
        if (stage.starts_with("Sending")) stop.request_stop();
      },
      stop.get_token());
  EXPECT_THROW(send({folder.path / "source"}, pacs.node(), progress), Stopped);
}

TEST_F(Pacs, ThatKnowsNoSuchNameIsSaidToRefuse) {
  NEEDS_OWN_NETWORK();
  TestPacs pacs;
  ASSERT_TRUE(pacs.started()) << pacs.log();
  EXPECT_NO_THROW(echo(pacs.node()));
  PacsNode node = pacs.node();
  node.called_aet = "WRONG";
  EXPECT_THAT(failure_of([&] { echo(node); }), testing::HasSubstr("WRONG at 127.0.0.1:4242 refused the connection"));
  make_source(test_grids(9, 7, 2)[0].second);
  EXPECT_THAT(failure_of([&] { send({folder.path / "source"}, node); }), testing::HasSubstr("Check both AE titles"));
}

TEST_F(Pacs, ThatHangsIsGivenUpAfterItsTime) {
  NEEDS_OWN_NETWORK();
  TestPacs pacs;
  ASSERT_TRUE(pacs.started()) << pacs.log();
  pacs.hang();
  PacsNode node = pacs.node();
  node.timeout_s = 1;
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THAT(failure_of([&] { echo(node); }), testing::HasSubstr("did not answer within 1 s"));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST_F(Pacs, ThatIsDeadIsSaidToBe) {
  NEEDS_OWN_NETWORK();
  const PacsNode node = node_from("ORTHANC@127.0.0.1:4242");
  EXPECT_THAT(failure_of([&] { echo(node); }), testing::HasSubstr("Nobody listens at 127.0.0.1:4242"));
  make_source(test_grids(9, 7, 2)[0].second);
  EXPECT_THAT(failure_of([&] { send({folder.path / "source"}, node); }), testing::HasSubstr("Nobody listens"));
}

TEST_F(Pacs, OfAnUnknownNameIsSaidToBe) {
  NEEDS_OWN_NETWORK();
  EXPECT_THAT(failure_of([] { echo(node_from("ORTHANC@no-such-host.invalid:4242")); }),
              testing::HasSubstr("The name no-such-host.invalid of the PACS is not known"));
}

TEST_F(Pacs, WithNothingToSendIsNotBothered) {
  std::ofstream(folder.path / "notes.txt") << "nothing";
  const PacsNode node = node_from("ORTHANC@127.0.0.1:4242");
  EXPECT_THAT(failure_of([&] { send({folder.path / "notes.txt"}, node); }), testing::HasSubstr("It is no DICOM file"));
  EXPECT_THAT(failure_of([&] { send({}, node); }), testing::HasSubstr("no DICOM object among the 0 files"));
}

TEST_F(Pacs, TakesThreeHundredSlicesWithoutWaitingForEach) {
  NEEDS_OWN_NETWORK();
  TestPacs pacs;
  ASSERT_TRUE(pacs.started()) << pacs.log();
  make_source(test_grids(64, 64, 300)[0].second);
  const auto start = std::chrono::steady_clock::now();
  const auto outcomes = send({folder.path / "source"}, pacs.node());
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::printf("300 slices of 64 x 64 sent, stored and asked for in %.2f s\n", seconds);
  EXPECT_EQ(std::count_if(outcomes.begin(), outcomes.end(), [](const SendOutcome& o) { return o.held; }), 300);
  EXPECT_STREQ(std::getenv("TCP_NODELAY"), "1");
}

}  // namespace
}  // namespace longview
