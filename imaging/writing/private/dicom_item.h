// Private to writing: filling DCMTK data sets, with refusals as sentences.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <filesystem>
#include <string>

#include "imaging/core/coded_concept.h"
#include "imaging/core/study.h"

namespace longview {

void put(DcmItem& item, const DcmTagKey& tag, const std::string& value);
void put(DcmItem& item, const DcmTagKey& tag, Uint16 value);
// Cut to the length that the tag's VR allows, between characters.
void put_text(DcmItem& item, const DcmTagKey& tag, std::string text);
// One item, holding the code.
void put_code(DcmItem& item, const DcmTagKey& sequence, const CodedConcept& code);
std::string get(DcmItem& item, const DcmTagKey& tag);

// Item `n` of a sequence, made if absent; -2 appends one.
DcmItem& item_of(DcmItem& item, const DcmTagKey& sequence, long n = 0);

// A decimal string of at most 16 characters, as exact as that allows.
std::string decimal(double number);
// Several of them, with backslashes between.
std::string decimals(std::initializer_list<double> numbers);
std::string dicom_date(Date date);
std::string date_now();
std::string time_now();

// A new UID; and one that is always the same for a key ("2.25.", PS3.5 B.2, from a hash of 122 bits).
std::string new_uid();
std::string uid_from(const std::string& key);

// Writes explicit little endian with a meta header, whole or not at all.
void save(DcmDataset& dataset, const std::filesystem::path& file);

// The data set of a DICOM file. Throws Failure.
DcmFileFormat load(const std::filesystem::path& file);

}  // namespace longview
