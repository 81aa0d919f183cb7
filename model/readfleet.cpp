// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/codec.h"
#include "model/entry.h"
#include "model/source.h"
#include "model/words.h"

#include <atomic>

using namespace Qt::StringLiterals;

namespace model {

namespace {

constexpr qsizetype maxFindings = 200;

int lineStart(const QByteArray &bytes, int offset)
{
    return offset == 0 ? 0 : int(bytes.lastIndexOf('\n', offset - 1)) + 1;
}

int nextLine(const QByteArray &bytes, int offset)
{
    const int eol = int(bytes.indexOf('\n', offset));
    return eol < 0 ? int(bytes.size()) : eol + 1;
}

/// Column of the comment that fills the line, -1 when the line is none.
int commentColumn(const QByteArray &bytes, int line)
{
    int i = line;
    while (i < bytes.size() && bytes[i] == ' ')
        ++i;
    return i < bytes.size() && bytes[i] == '#' ? i - line : -1;
}

class FleetReader
{
public:
    FleetReader(const QByteArray &bytes, const Catalog &catalog)
        : m_bytes(bytes), m_entries(catalog)
    {}

    ParsedFleet read(const YamlNode &root)
    {
        Item settings = m_entries.readSettings(root, m_findings);
        settings.uid = freshUid();
        collect(ItemId::fleet());
        for (size_t i = 0; i + 1 < root.children.size(); i += 2)
            if (const QString key = root.children[i].string(); m_entries.sections().contains(key))
                readSection(key, root.children[i], root.children[i + 1]);
        m_source.text += m_bytes.mid(m_copied);
        m_result.fleet.m_settings = std::make_shared<const Item>(std::move(settings));
        m_result.fleet.m_source = std::make_shared<const FleetSource>(std::move(m_source));
        m_result.fleet.reindex();
        if (m_dropped > 0)
            m_result.diagnostics.append(
                {Severity::Note,
                 u"more"_s,
                 Words::tr("and %1 more findings of this sort").arg(m_dropped),
                 ItemId::fleet(),
                 {},
                 {},
                 {}});
        return std::move(m_result);
    }

private:
    void collect(const ItemId &item)
    {
        for (const Finding &f : std::as_const(m_findings)) {
            if (m_result.diagnostics.size() < maxFindings)
                m_result.diagnostics.append({f.severity,
                                             f.code,
                                             f.message,
                                             item,
                                             f.field,
                                             {},
                                             positionAt(m_bytes, f.offset)});
            else
                ++m_dropped;
        }
        m_findings.clear();
    }

    void readSection(const QString &key, const YamlNode &keyNode, const YamlNode &list)
    {
        SourceSection section{key, SourceSection::Form::Unusable, 0, {}};
        if (list.isNull() || (list.isList() && list.children.empty())) {
            section.form = SourceSection::Form::Empty;
        } else if (!list.isList()) {
            m_findings.append(
                {Severity::Error, u"wrong-type"_s,
                 Words::tr("\"%1\" is a list of maps, not this; nothing of it is read").arg(key),
                 key, list.begin});
            collect(ItemId::fleet());
        } else if (list.isFlow()) {
            section.form = SourceSection::Form::Flow;
            readFlowEntries(section, list);
        } else {
            section.form = SourceSection::Form::Block;
            readBlockEntries(section, keyNode, list);
        }
        m_source.sections.append(section);
    }

    /// Copies the file up to `to` into the text around the items and goes on at `from`.
    void cut(int to, int from)
    {
        m_source.text += m_bytes.mid(m_copied, to - m_copied);
        m_copied = from;
    }

    void readBlockEntries(SourceSection &section, const YamlNode &keyNode, const YamlNode &list)
    {
        const int begin = nextLine(m_bytes, keyNode.end);
        int owned = begin;                              // up to here everything belongs to an item
        int region = begin;                             // up to here everything belongs to an entry
        const bool tagged = m_bytes[list.begin] == '!'; // then the dashes begin on a later line
        int cursor = qMax(keyNode.end + 1, tagged ? nextLine(m_bytes, list.begin) : list.begin);
        for (const YamlNode &entry : list.children) {
            const int dash = skipBlankAndComments(m_bytes, cursor);
            const int end = entryEnd(qMax(dash + 1, entry.isNull() ? 0 : entry.end),
                                     dash - lineStart(m_bytes, dash));
            cursor = end;
            if (auto item = m_entries.read(section.key, entry, m_findings)) {
                const int lead = leadingComments(lineStart(m_bytes, dash), region);
                add(std::move(*item), section.key, m_bytes.mid(owned, lead - owned),
                    m_bytes.mid(lead, end - lead));
                owned = end;
            } else {
                collect(ItemId::fleet());
            }
            region = end;
        }
        cut(begin, owned);
        section.hole = int(m_source.text.size());
    }

    /// The end of the last line of an entry: comments below that stand deeper than its dash belong
    /// to it.
    int entryEnd(int tokenEnd, int dashColumn) const
    {
        int end = nextLine(m_bytes, tokenEnd);
        for (int line = end; line < m_bytes.size(); line = nextLine(m_bytes, line)) {
            const bool blank = QByteArrayView(m_bytes)
                                   .sliced(line, nextLine(m_bytes, line) - line)
                                   .trimmed()
                                   .isEmpty();
            if (!blank && commentColumn(m_bytes, line) <= dashColumn)
                break;
            if (!blank)
                end = nextLine(m_bytes, line);
        }
        return end;
    }

    int leadingComments(int line, int from) const
    {
        while (line > from && commentColumn(m_bytes, lineStart(m_bytes, line - 1)) >= 0)
            line = lineStart(m_bytes, line - 1);
        return line;
    }

    void readFlowEntries(SourceSection &section, const YamlNode &list)
    {
        const int open = int(m_bytes.indexOf('[', list.begin)) + 1;
        int owned = open;
        for (const YamlNode &entry : list.children) {
            if (auto item = m_entries.read(section.key, entry, m_findings)) {
                add(std::move(*item), section.key, m_bytes.mid(owned, entry.begin - owned),
                    m_bytes.mid(entry.begin, entry.end - entry.begin));
                owned = entry.end;
            } else {
                collect(ItemId::fleet());
            }
        }
        section.tail = m_bytes.mid(owned, list.end - 1 - owned);
        cut(open, list.end - 1);
        section.hole = int(m_source.text.size());
    }

    void add(Item &&item, const QString &section, QByteArray before, QByteArray body)
    {
        collect(item.id);
        item.uid = freshUid();
        item.source =
            std::make_shared<const SourceSlice>(section, std::move(before), std::move(body));
        ItemList &list = section == hostsKey ? m_result.fleet.m_hosts : m_result.fleet.m_items;
        list.append(std::make_shared<const Item>(std::move(item)));
    }

    const QByteArray &m_bytes;
    EntryReader m_entries;
    ParsedFleet m_result;
    FleetSource m_source;
    int m_copied = 0;
    QList<Finding> m_findings;
    qsizetype m_dropped = 0;
};

tl::unexpected<Error> refuse(const QByteArray &bytes, int offset, const QString &code,
                             const QString &what, const QString &hint)
{
    return fail(code, positionText(positionAt(bytes, offset)) + u": "_s + what, hint);
}

constexpr int knownSchema = 1;

Result<void> checkSchema(const QByteArray &bytes, const YamlNode &root)
{
    const QString hint = Words::tr("a fleet file begins with \"switchyard: 1\"");
    if (root.isNull())
        return refuse(bytes, 0, u"empty-file"_s, Words::tr("the file is empty"), hint);
    if (!root.isMap())
        return refuse(bytes, root.begin, u"not-a-map"_s,
                      root.isList()
                          ? Words::tr("the file is a list, but a fleet file is a map")
                          : Words::tr("the file is a single text, but a fleet file is a map"),
                      hint);
    const YamlNode *schema = root.value(u"switchyard");
    if (!schema)
        return refuse(bytes, root.begin, u"no-schema"_s,
                      Words::tr("the key \"switchyard\" is missing: this is no fleet file"), hint);
    const Value version = plainValue(*schema);
    if (!version.isInt() || version.toInt() < 1)
        return refuse(bytes, schema->begin, u"bad-schema"_s,
                      Words::tr("\"switchyard\" is the schema version, a number from 1"), hint);
    if (version.toInt() > knownSchema)
        return refuse(
            bytes, schema->begin, u"newer-schema"_s,
            Words::tr(
                "this file was written by a newer Switchyard (schema %1); this one reads schema %2")
                .arg(version.text())
                .arg(knownSchema),
            Words::tr("update Switchyard"));
    return {};
}

} // namespace

quint64 freshUid()
{
    static std::atomic<quint64> last = 0;
    return ++last;
}

Result<ParsedFleet> parseFleet(const QByteArray &bytes, const Catalog &catalog)
{
    const Result<YamlNode> root = readYaml(bytes);
    if (!root)
        return tl::make_unexpected(root.error());
    if (const auto schema = checkSchema(bytes, *root); !schema)
        return tl::make_unexpected(schema.error());
    return FleetReader(bytes, catalog).read(*root);
}

} // namespace model
