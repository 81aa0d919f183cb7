// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clipboardtext.h"

#include "model/entry.h"
#include "model/words.h"
#include "model/yamltree.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

const QByteArray head = "switchyard: 1\n"; // one line: places in messages are counted below it

tl::unexpected<Error> noItem(const QString &why)
{
    return fail(u"no-item"_s, Words::tr("The clipboard holds no item of a fleet: %1").arg(why),
                Words::tr("copy items here, or entries of a fleet file's lists in a text editor"));
}

int indentOf(const QByteArray &line)
{
    int column = 0;
    while (column < line.size() && line.at(column) == ' ')
        ++column;
    return column;
}

bool isBlank(const QByteArray &line)
{
    return line.trimmed().isEmpty();
}

/// Lines moved left (by < 0) or right; empty lines stay empty.
QByteArray shifted(const QByteArray &text, int by)
{
    QByteArrayList lines = text.split('\n');
    for (QByteArray &line : lines) {
        if (isBlank(line))
            continue;
        line = by < 0 ? line.mid(std::min(-by, indentOf(line))) : QByteArray(by, ' ') + line;
    }
    return lines.join('\n');
}

/// Cut out of the middle of a file, all lines may stand deep.
QByteArray dedented(const QByteArray &text)
{
    int least = -1;
    for (const QByteArray &line : text.split('\n'))
        if (!isBlank(line) && (least < 0 || indentOf(line) < least))
            least = indentOf(line);
    return least > 0 ? shifted(text, -least) : text;
}

/// How badly entries fit a list; nothing when one of them cannot be of it at all.
std::optional<qsizetype> misfit(EntryReader &reader, const QString &section, const YamlNode &list)
{
    QList<Finding> findings;
    for (const YamlNode &entry : list.children)
        if (!reader.read(section, entry, findings))
            return {};
    return findings.size();
}

/// The list that the entries were cut from, by their keys.
Result<QString> sectionOf(const YamlNode &list, const Catalog &catalog)
{
    EntryReader reader(catalog);
    QStringList best;
    qsizetype least = -1;
    for (const QString &section : reader.sections()) {
        const auto misfits = misfit(reader, section, list);
        if (!misfits || (least >= 0 && *misfits > least))
            continue;
        if (*misfits != least)
            best.clear();
        least = *misfits;
        best.append(section);
    }
    if (best.size() == 1)
        return best.constFirst();
    if (best.isEmpty())
        return noItem(Words::tr("an entry is a map with a name, like {name: …}"));
    return fail(
        u"unclear-list"_s,
        Words::tr("The clipboard's entries fit several lists of a fleet: %1").arg(best.join(u", ")),
        Words::tr("copy them with the key of their list above them, e.g. \"%1:\"")
            .arg(best.constFirst()));
}

} // namespace

Result<QByteArray> wholeFleetText(const QByteArray &pasted, const Catalog &catalog)
{
    QByteArray text = dedented(QByteArray(pasted).replace("\r\n", "\n"));
    if (isBlank(text))
        return noItem(Words::tr("it is empty"));
    if (!text.endsWith('\n'))
        text += '\n';
    auto root = readYaml(text);
    if (!root)
        return noItem(root.error().message);
    if (root->isMap() && root->value(u"switchyard"))
        return text;
    const QStringList sections = EntryReader(catalog).sections();
    if (root->isMap() && std::any_of(sections.begin(), sections.end(), [&](const QString &key) {
            return root->value(key);
        }))
        return head + text;
    if (root->isMap()) { // one entry, cut out without its dash
        text = "- " + shifted(text, 2).trimmed() + '\n';
        root = readYaml(text);
    }
    if (!root || !root->isList() || root->children.empty())
        return noItem(Words::tr("it is just text"));
    const Result<QString> section = sectionOf(*root, catalog);
    if (!section)
        return tl::make_unexpected(section.error());
    return head + section->toUtf8() + ":\n" + shifted(text, 2);
}

QByteArray withDashAt(const QByteArray &lines, int column)
{
    const auto root = readYaml(lines);
    if (!root || !root->isList())
        return lines;
    const qsizetype lineStart = root->begin == 0 ? 0 : lines.lastIndexOf('\n', root->begin - 1) + 1;
    return shifted(lines, column - int(root->begin - lineStart));
}

} // namespace model
