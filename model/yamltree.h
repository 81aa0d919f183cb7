// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A YAML document as a tree that knows where every token stands, so that an edit can be made in the
// text itself. Private to the codec.

#include "model/diagnostic.h"
#include "model/result.h"

#include <QByteArray>

#include <string>
#include <vector>

namespace model {

struct YamlNode
{
    enum class Kind : quint8
    {
        Null,
        Scalar,
        List,
        Map
    };
    enum class Style : quint8
    {
        Plain,
        Single,
        Double,
        Literal,
        Flow,
        Block
    };

    Kind kind = Kind::Null;
    Style style = Style::Plain;
    bool asText = false;            ///< tagged !!str
    int begin = 0, end = 0;         ///< byte offsets [begin, end), tag and quotes included
    std::string text;               ///< of a scalar, decoded
    std::vector<YamlNode> children; ///< of a list: its entries; of a map: key, value, key, value, …

    bool isMap() const { return kind == Kind::Map; }
    bool isList() const { return kind == Kind::List; }
    bool isScalar() const { return kind == Kind::Scalar; }
    bool isNull() const { return kind == Kind::Null; }
    bool isFlow() const { return style == Style::Flow; }
    QString string() const { return QString::fromStdString(text); }

    /// Index of a key among `children` (its value follows); -1 when absent.
    int indexOf(QStringView key) const;
    const YamlNode *value(QStringView key) const; ///< null when absent
    bool operator==(const YamlNode &) const = default;
};

/// The tree of a document that can be edited safely; see parseFleet() for what is refused. Never
/// throws.
Result<YamlNode> readYaml(const QByteArray &bytes);
/// The same without the shortcut for what is plain, of bytes that checkRawText() let pass.
Result<YamlNode> readByLibrary(const QByteArray &bytes);

/// What can be refused without understanding YAML: size, encoding, control characters, tabs as
/// indentation, deep brackets.
Result<void> checkRawText(const QByteArray &bytes);

/// Line and column (in characters) of a byte offset.
TextPosition positionAt(const QByteArray &bytes, qsizetype offset);
/// "line 3, column 5"
QString positionText(TextPosition position);

/// The first offset at or after `from` that is neither blank nor in a comment.
int skipBlankAndComments(const QByteArray &bytes, int from);

inline constexpr int maxFleetBytes = 3 * 1024 * 1024;
inline constexpr int maxFleetDepth = 64;
inline constexpr int maxYamlNodes = 600'000; ///< keeps memory and time in bounds

} // namespace model
