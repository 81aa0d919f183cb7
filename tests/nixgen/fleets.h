// SPDX-License-Identifier: GPL-3.0-or-later
// The demo fleet and its trees, as tests of the generator change them.
#pragma once

#include "model/codec.h"
#include "nixgen/generate.h"
#include "tests/support.h"

namespace tests {

using namespace Qt::StringLiterals;
using namespace model;

inline const Catalog &catalog()
{
    return Catalog::builtIn();
}

inline QByteArray demo()
{
    return readFile(sourcePath(u"resources/templates/claudetorio.yaml"_s));
}

inline Fleet read(const QByteArray &yaml)
{
    const auto parsed = parseFleet(yaml, catalog());
    if (!parsed)
        QTest::qFail(qPrintable(parsed.error().message), __FILE__, __LINE__);
    return parsed ? parsed->fleet : Fleet();
}

inline FileTree treeOf(const Fleet &fleet, const nixgen::CapturedFiles &captured = {})
{
    const auto tree = nixgen::generate(fleet, catalog(), captured);
    if (!tree)
        QTest::qFail(qPrintable(tree.error().message), __FILE__, __LINE__);
    return tree.value_or(FileTree());
}

/// The demo fleet with some of its text replaced; each replacement must hit.
inline QByteArray variant(const QList<std::pair<QByteArray, QByteArray>> &changes)
{
    QByteArray yaml = demo();
    for (const auto &[from, to] : changes) {
        if (!yaml.contains(from))
            QTest::qFail(from.constData(), __FILE__, __LINE__);
        yaml.replace(from, to);
    }
    return yaml;
}

/// A line of the host mini, to write more of its fields below.
inline const QByteArray mesh = "    public: [203.0.113.20]\n";

} // namespace tests
