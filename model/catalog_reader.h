// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reads the maps of a catalog file strictly: a key that nobody asked for is an error that names
// file, line and key.

#include "model/catalog.h"
#include "model/yamltree.h"

#include <functional>
#include <list>

namespace model {

/// A file of the catalog; what reads it refers to it until all checks are done.
struct CatalogFile
{
    QString path;
    QByteArray bytes;
    YamlNode root;
};

/// The first thing found wrong while reading; reading goes on with empty values after it.
struct CatalogFindings
{
    std::optional<Error> error;
    std::list<CatalogFile> files;
    std::vector<std::function<void(const Catalog &)>> later; ///< checks that need the whole catalog

    void add(const CatalogFile &file, const YamlNode &at, const QString &key, const QString &message);
    void add(const QString &place, const QString &message);
};

class MapReader
{
public:
    MapReader(const YamlNode &node, const CatalogFile &file, CatalogFindings &findings);

    bool has(const char *key) const { return indexOf(key) >= 0; }
    QString need(const char *key);
    QString text(const char *key, const QString &fallback = {});
    bool flag(const char *key);
    std::optional<qint64> number(const char *key);
    QStringList texts(const char *key);
    Value value(const char *key);
    Condition condition(const char *key);
    std::map<QString, Value> values(const char *key);

    /// One of some words.
    template <typename T>
    T choice(const char *key, const std::vector<std::pair<QString, T>> &words, T fallback)
    {
        const QString word = text(key);
        if (!has(key))
            return fallback;
        QStringList known;
        for (const auto &[name, meaning] : words) {
            if (name == word)
                return meaning;
            known += name;
        }
        complain(
            key,
            QStringLiteral("\"%1\" is none of: %2").arg(word, known.join(QStringLiteral(", "))));
        return fallback;
    }

    /// Reads every map of a list with `read(MapReader &)`.
    template <typename Read>
    auto list(const char *key, Read read)
    {
        QList<decltype(read(std::declval<MapReader &>()))> result;
        for (const YamlNode &entry : sequence(key)) {
            MapReader reader(entry, m_file, m_findings);
            result += read(reader);
            reader.finish();
        }
        return result;
    }
    /// The texts of a list; in place of one may stand a map, which `read(MapReader &)` takes the text from.
    template <typename Read>
    QStringList textsOrMaps(const char *key, Read read)
    {
        QStringList result;
        for (const YamlNode &entry : sequence(key)) {
            if (entry.isScalar()) {
                result += entry.string();
                continue;
            }
            MapReader reader(entry, m_file, m_findings);
            result += read(reader);
            reader.finish();
        }
        return result;
    }
    /// Reads the map at a key with `read(MapReader &)`; nothing when there is none.
    template <typename Read>
    void map(const char *key, Read read)
    {
        const YamlNode *node = used(key);
        if (!node)
            return;
        MapReader reader(*node, m_file, m_findings);
        read(reader);
        reader.finish();
    }

    /// Once the whole catalog is read: `check(catalog)` says what is wrong with that key, or
    /// nothing.
    void later(const char *key, std::function<QString(const Catalog &)> check);
    void complain(const char *key, const QString &message);
    void finish(); ///< complains about keys that nobody asked for

private:
    int indexOf(const char *key) const; ///< of the key among the map's children
    const YamlNode *used(const char *key); ///< null when absent
    const std::vector<YamlNode> &sequence(const char *key);

    const YamlNode &m_node;
    const CatalogFile &m_file;
    CatalogFindings &m_findings;
    std::vector<bool> m_used; ///< by index among the children
};

} // namespace model
