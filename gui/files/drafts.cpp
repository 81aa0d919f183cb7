// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/files/drafts.h"

#include "model/safefile.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

static const QString suffix = QStringLiteral(".draft");

QByteArray Draft::baseHash() const
{
    return QCryptographicHash::hash(base, QCryptographicHash::Sha256).toHex();
}

QByteArray printDraft(const Draft &draft)
{
    const QJsonObject header{{u"switchyard-draft"_s, 1},
                             {u"path"_s, draft.path},
                             {u"time"_s, draft.time.toUTC().toString(Qt::ISODateWithMs)},
                             {u"base-hash"_s, QString::fromLatin1(draft.baseHash())},
                             {u"base"_s, draft.base.size()},
                             {u"fleet"_s, draft.fleet.size()},
                             {u"layout"_s, draft.layout.size()}};
    return QJsonDocument(header).toJson(QJsonDocument::Compact) + '\n' + draft.base + draft.fleet + draft.layout;
}

Result<Draft> parseDraft(const QByteArray &bytes)
{
    const auto broken = fail(u"bad-draft"_s, QObject::tr("this is no draft of a fleet, or a part of it is missing"),
                             QObject::tr("discard it"));
    const qsizetype eol = bytes.indexOf('\n');
    const QJsonObject header = QJsonDocument::fromJson(bytes.left(qMax<qsizetype>(eol, 0))).object();
    const qint64 base = header.value(u"base"_s).toInteger(-1), fleet = header.value(u"fleet"_s).toInteger(-1),
                 layout = header.value(u"layout"_s).toInteger(-1);
    if (header.value(u"switchyard-draft"_s).toInt() != 1 || base < 0 || fleet < 0 || layout < 0 || eol + 1 + base + fleet + layout != bytes.size())
        return broken;
    Draft draft{header.value(u"path"_s).toString(), QDateTime::fromString(header.value(u"time"_s).toString(), Qt::ISODateWithMs),
                bytes.mid(eol + 1, base), bytes.mid(eol + 1 + base, fleet), bytes.mid(eol + 1 + base + fleet, layout)};
    if (QString::fromLatin1(draft.baseHash()) != header.value(u"base-hash"_s).toString())
        return broken;
    return draft;
}

QString draftsFolder()
{
    QString state = qEnvironmentVariable("XDG_STATE_HOME");
    if (!QDir::isAbsolutePath(state))
        state = QStandardPaths::isTestModeEnabled() ? QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/state"_s
                                                    : QDir::homePath() + u"/.local/state"_s;
    return state + u"/switchyard/drafts"_s;
}

static std::unique_ptr<QLockFile> lockOf(const QString &file)
{
    auto lock = std::make_unique<QLockFile>(file.chopped(suffix.size()) + u".lock"_s);
    lock->setStaleLockTime(0); // only the end of its process frees it
    return lock;
}

DraftPlace::DraftPlace(const QString &folder)
    : m_file(folder + u'/' + QUuid::createUuid().toString(QUuid::WithoutBraces) + suffix)
{
    m_lock = lockOf(m_file);
}

DraftPlace::DraftPlace(std::unique_ptr<QLockFile> lock, QString file) : m_lock(std::move(lock)), m_file(std::move(file)) {}

DraftPlace::~DraftPlace() = default;

Result<void> DraftPlace::write(const Draft &draft)
{
    const QString folder = QFileInfo(m_file).path();
    if (!QDir().exists(folder) && QDir().mkpath(folder))
        QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    if (!m_lock->isLocked() && !m_lock->tryLock(0))
        return fail(u"cannot-write"_s, QObject::tr("%1: cannot be locked").arg(m_file), QObject::tr("save under a name to keep your changes"));
    return writeSafely(m_file, printDraft(draft), {{}, false, true});
}

Result<Draft> DraftPlace::read() const
{
    return readBytes(m_file).and_then([](const FileBytes &bytes) { return parseDraft(bytes.value_or(QByteArray())); });
}

void DraftPlace::remove()
{
    QFile::remove(m_file);
    m_lock->unlock();
}

QList<std::shared_ptr<DraftPlace>> DraftPlace::abandoned(const QString &folder)
{
    QList<std::shared_ptr<DraftPlace>> places;
    for (const QFileInfo &info : QDir(folder).entryInfoList({u'*' + suffix}, QDir::Files, QDir::Time)) {
        std::unique_ptr<QLockFile> lock = lockOf(info.filePath());
        if (lock->tryLock(0))
            places.append(std::shared_ptr<DraftPlace>(new DraftPlace(std::move(lock), info.filePath())));
    }
    return places;
}

} // namespace gui
