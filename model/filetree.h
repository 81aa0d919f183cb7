// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Generated files with, for every stretch of text, the item and field it comes from.

#include "model/fleet.h"

#include <QByteArray>

#include <map>

namespace model {

struct Origin
{
    ItemId item;
    QString field;
    bool operator==(const Origin &) const = default;
};

/// Bytes [begin, end) of a file come from that item and field. Spans nest and are sorted by begin, outer first.
struct OriginSpan
{
    qsizetype begin = 0, end = 0;
    Origin origin;
    bool operator==(const OriginSpan &) const = default;
};

struct GeneratedFile
{
    QByteArray text; ///< UTF-8, ends with a newline
    QList<OriginSpan> origins;
    bool operator==(const GeneratedFile &) const = default;
};

/// Path below the tree's root ("hosts/mini.nix") → file; sorted, so the same fleet gives the same order.
using FileTree = std::map<QString, GeneratedFile>;

qsizetype lineBreaks(QByteArrayView text);
/// Lines (from 0) of the file that come from the item, ascending.
QList<int> linesOf(const GeneratedFile &file, const ItemId &item);
/// The innermost origin at a line (from 0); empty item when the line belongs to no one.
Origin originAt(const GeneratedFile &file, int line);

} // namespace model

Q_DECLARE_TYPEINFO(model::OriginSpan, Q_RELOCATABLE_TYPE); // long lists of these are spliced
