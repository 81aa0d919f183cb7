// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/textstore.h"

#include "model/words.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QSet>

namespace model {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longest = 1 << 20;
const QString prefix = u"sha256:"_s;

QString hashOf(const QByteArray &text)
{
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
}

/// By a rename, but not synced: a text that was lost is only one that cannot be shown.
bool put(const QString &path, const QByteArray &text)
{
    const QString fresh = path + u".part"_s;
    QFile file(fresh);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.flush())
        return false;
    file.close();
    return file.rename(path);
}

} // namespace

TextStore::TextStore(const QString &fleetFolder)
    : m_records(QDir(fleetFolder).filePath(u".switchyard"_s)), m_folder(m_records + u"/texts"_s)
{}

bool TextStore::keeps(const QString &path, const QByteArray &text)
{
    return !path.startsWith("secrets/"_L1) && text.size() <= longest && !text.contains('\0');
}

Result<void> TextStore::keep(const FileTree &tree) const
{
    const auto failed = [&](const QString &path) {
        return fail(u"cannot-write"_s, Words::tr("cannot write %1").arg(path),
                    Words::tr("check the folder's permissions and the free space"));
    };
    if (!QDir().mkpath(m_folder))
        return failed(m_folder);
    if (const QString ignore = m_records + u"/.gitignore"_s;
        !QFile::exists(ignore) && !put(ignore, "/texts/\n"))
        return failed(ignore);
    for (const auto &[path, file] : tree) {
        const QString at = m_folder + u'/' + hashOf(file.text);
        if (keeps(path, file.text) && !QFile::exists(at) && !put(at, file.text))
            return failed(at);
    }
    return {};
}

std::optional<QByteArray> TextStore::find(const QString &hash) const
{
    static const QRegularExpression form(u"^[0-9a-f]{64}$"_s);
    const QString name = hash.startsWith(prefix) ? hash.mid(prefix.size()) : hash;
    QFile file(m_folder + u'/' + name);
    if (!form.match(name).hasMatch() || !file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray text = file.readAll();
    return hashOf(text) == name ? std::optional(text) : std::nullopt;
}

void TextStore::prune(qsizetype most) const
{
    const QStringList texts = QDir(m_folder).entryList(QDir::Files);
    if (texts.size() <= most)
        return;
    static const QRegularExpression hash(u"[0-9a-f]{64}"_s);
    QSet<QString> named;
    QDirIterator records(m_records, {u"*.json"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (records.hasNext()) {
        QFile file(records.next());
        if (!file.open(QIODevice::ReadOnly))
            return; // what it names is not known
        const QString text = QString::fromUtf8(file.readAll());
        for (auto at = hash.globalMatch(text); at.hasNext();)
            named.insert(at.next().captured());
    }
    for (const QString &name : texts) {
        if (!named.contains(name))
            QFile::remove(m_folder + u'/' + name);
    }
}

} // namespace model
