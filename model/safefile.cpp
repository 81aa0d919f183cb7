// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/safefile.h"

#include "model/words.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QScopeGuard>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace model {

namespace {

QString adviceFor(int error)
{
    switch (error) {
    case ENOSPC:
    case EDQUOT:
        return Words::tr(
            "make room on that disk, or save under another name; your changes are still here");
    case EROFS:
        return Words::tr(
            "that disk is read-only, save under another name; your changes are still here");
    case EFBIG:
        return Words::tr("files there may not be that large, save under another name; your changes "
                         "are still here");
    default:
        return Words::tr(
            "save under another name, or make the place writable; your changes are still here");
    }
}

tl::unexpected<Error> cannotWrite(const QString &path, const QString &why, int error = 0)
{
    return fail(u"cannot-write"_s, u"%1: %2"_s.arg(path, why), adviceFor(error));
}

QString reason(int error)
{
    return QString::fromLocal8Bit(std::strerror(error));
}

/// A file at the end of a path of links; also of one whose target is not there yet.
QString throughLinks(const QString &path)
{
    QFileInfo info(path);
    for (int i = 0; i < 40 && info.isSymLink(); ++i)
        info.setFile(info.symLinkTarget());
    return info.absoluteFilePath();
}

/// A new file in the target's folder, without a name until it is whole (where the file system can),
/// so that nothing is left behind by who dies over it; gone with this unless it was handed over.
class NewFile
{
public:
    explicit NewFile(const QString &target)
    {
        const QFileInfo info(target);
        const QByteArray folder = QFile::encodeName(info.absolutePath());
        m_name = folder + "/." + QFile::encodeName(info.fileName());
#ifdef O_TMPFILE
        m_fd = ::open(folder.constData(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
#endif
        if (m_fd >= 0)
            return;
        m_name += ".XXXXXX";
        m_fd = mkostemp(m_name.data(), O_CLOEXEC);
        m_error = m_fd < 0 ? errno : 0;
        m_exists = m_fd >= 0;
    }
    ~NewFile()
    {
        close();
        if (m_exists)
            ::unlink(m_name.constData());
    }
    NewFile(const NewFile &) = delete;
    NewFile &operator=(const NewFile &) = delete;

    const char *name() const
    {
        return m_name.constData();
    }
    void handOver()
    {
        m_exists = false;
    }

    /// 0 or an errno.
    int fill(const QByteArray &bytes, const struct stat *like, bool privately)
    {
        if (m_error != 0)
            return m_error;
        for (qsizetype done = 0; done < bytes.size();) {
            const ssize_t n = ::write(m_fd, bytes.constData() + done, size_t(bytes.size() - done));
            if (n < 0 && errno != EINTR)
                return errno;
            done += qMax<ssize_t>(0, n);
        }
        if (!takeAfter(like, privately) || ::fsync(m_fd) != 0 || !takeName() || !close())
            return errno;
        return 0;
    }

private:
    bool takeName()
    {
        const QByteArray own = "/proc/self/fd/" + QByteArray::number(m_fd);
        const QByteArray stem = m_name + '.' + QByteArray::number(qint64(::getpid())) + '.';
        for (int i = 0; !m_exists && i < 1000; ++i) {
            m_name = stem + QByteArray::number(i);
            m_exists =
                ::linkat(AT_FDCWD, own.constData(), AT_FDCWD, m_name.constData(), AT_SYMLINK_FOLLOW)
                == 0;
            if (!m_exists && errno != EEXIST)
                return false;
        }
        return m_exists;
    }

    bool takeAfter(const struct stat *like, bool privately)
    {
        if (like == nullptr && privately)
            return true; // mkostemp made it so
        static const mode_t mask = [] {
            const mode_t now = ::umask(0);
            ::umask(now);
            return now;
        }();
        if (like != nullptr && (like->st_uid != ::geteuid() || like->st_gid != ::getegid())
            && ::fchown(m_fd, like->st_uid, like->st_gid) != 0
            && ::fchown(m_fd, uid_t(-1), like->st_gid) != 0)
            errno = 0; // only root may give files away; the content counts
        return ::fchmod(m_fd, like != nullptr ? like->st_mode & 07777 : 0666 & ~mask) == 0;
    }

    bool close()
    {
        const int fd = m_fd;
        m_fd = -1;
        return fd < 0 || ::close(fd) == 0;
    }

    QByteArray m_name;
    int m_fd = -1, m_error = 0;
    bool m_exists = false;
};

enum class Exchange
{
    Done,
    NotHere,
    Failed
};

/// Swaps two files with one rename, where kernel and file system can.
Exchange exchange(const char *a, const char *b)
{
#ifdef RENAME_EXCHANGE
    if (::renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE) == 0)
        return Exchange::Done;
    return errno == EINVAL || errno == ENOSYS ? Exchange::NotHere : Exchange::Failed;
#else
    return Exchange::NotHere;
#endif
}

void syncFolder(const QString &target)
{
    const int fd = ::open(QFile::encodeName(QFileInfo(target).absolutePath()).constData(),
                          O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    if (fd >= 0) {
        ::fsync(fd);
        ::close(fd);
    }
}

tl::unexpected<Error> changedOnDisk(const QString &path)
{
    return fail(u"changed-on-disk"_s,
                Words::tr("%1: another program has saved it meanwhile").arg(path),
                Words::tr("take its changes in first"));
}

QString bytesName(const QByteArray &name)
{
    return QFile::decodeName(name);
}

class Writer
{
public:
    Writer(const QString &path, const SafeWrite &how)
        : m_path(path)
        , m_target(throughLinks(path))
        , m_name(QFile::encodeName(m_target))
        , m_how(how)
    {}

    Result<void> write(const QByteArray &bytes)
    {
        if (const auto fits = checkPlace(); !fits)
            return fits;
        if (m_exists) {
            const auto now = readBytes(m_target);
            if (now && *now && m_how.expected && **now != *m_how.expected && **now != bytes)
                return changedOnDisk(m_path);
            if (now && *now && **now == bytes)
                return {}; // as it should be; the backup stays the last that differs
        }
        NewFile fresh(m_target);
        if (const int error = fresh.fill(bytes, m_exists ? &m_stat : nullptr, m_how.privately))
            return cannotWrite(m_path, Words::tr("cannot be written: %1").arg(reason(error)),
                               error);
        const auto done = m_exists ? replaceWith(fresh, bytes) : placeNew(fresh);
        if (done)
            syncFolder(m_target);
        return done;
    }

private:
    Result<void> checkPlace()
    {
        const QFileInfo target(m_target);
        if (!target.dir().exists())
            return cannotWrite(
                m_path, Words::tr("the folder %1 does not exist").arg(target.absolutePath()));
        m_exists = ::stat(m_name.constData(), &m_stat) == 0;
        if (!m_exists)
            return {};
        if (S_ISDIR(m_stat.st_mode))
            return fail(u"cannot-write"_s, Words::tr("%1: is a folder").arg(m_path),
                        Words::tr("save under another name"));
        const bool nobodyMay = (m_stat.st_mode & 0222) == 0; // root could, but somebody meant it
        if (nobodyMay || ::access(m_name.constData(), W_OK) != 0)
            return cannotWrite(m_path, Words::tr("cannot be written: the file is read-only"),
                               nobodyMay ? EACCES : errno);
        return {};
    }

    Result<void> placeNew(NewFile &fresh)
    {
        if (::link(fresh.name(), m_name.constData()) == 0)
            return {}; // the other name goes with `fresh`
        if (errno == EEXIST)
            return changedOnDisk(m_path);
        if (::rename(fresh.name(), m_name.constData()) != 0)
            return cannotWrite(m_path, Words::tr("cannot be written: %1").arg(reason(errno)),
                               errno);
        fresh.handOver();
        return {};
    }

    Result<void> replaceWith(NewFile &fresh, const QByteArray &bytes)
    {
        switch (exchange(fresh.name(), m_name.constData())) {
        case Exchange::Done:
            return afterExchange(fresh, bytes);
        case Exchange::NotHere:
            return replacePlainly(fresh);
        case Exchange::Failed:
            break;
        }
        return cannotWrite(m_path, Words::tr("cannot be written: %1").arg(reason(errno)), errno);
    }

    Result<void> afterExchange(NewFile &fresh, const QByteArray &bytes)
    {
        const auto came = readBytes(bytesName(fresh.name()));
        if (m_how.expected && (!came || *came != m_how.expected)) {
            exchange(fresh.name(), m_name.constData()); // theirs stands there again
            const auto ours = readBytes(bytesName(fresh.name()));
            if (!ours
                || *ours != FileBytes(bytes)) { // a third one, within these microseconds: keep it
                if (!ours || !*ours || !keepTheirs(m_target, **ours))
                    fresh.handOver(); // it stays under the name that it has
            }
            return changedOnDisk(m_path);
        }
        if (m_how.backup && ::rename(fresh.name(), QByteArray(m_name + '~').constData()) == 0)
            fresh.handOver();
        return {};
    }

    /// Where files cannot be exchanged: the old file gets a second name, or a copy where it cannot
    /// have one; that is compared and becomes the backup.
    Result<void> replacePlainly(NewFile &fresh)
    {
        const QByteArray held = QByteArray(fresh.name()) + '~';
        const QString backup = m_target + u'~';
        const auto away = qScopeGuard([&held] { ::unlink(held.constData()); });
        if (::link(m_name.constData(), held.constData()) != 0
            && !QFile::copy(m_target, bytesName(held)))
            return cannotWrite(m_path, Words::tr("the backup %1 cannot be written").arg(backup));
        const auto came = readBytes(bytesName(held));
        if (m_how.expected && (!came || *came != m_how.expected))
            return changedOnDisk(m_path);
        if (m_how.backup && ::rename(held.constData(), QFile::encodeName(backup).constData()) != 0)
            return cannotWrite(m_path, Words::tr("the backup %1 cannot be written").arg(backup),
                               errno);
        if (::rename(fresh.name(), m_name.constData()) != 0)
            return cannotWrite(m_path, Words::tr("cannot be written: %1").arg(reason(errno)),
                               errno);
        fresh.handOver();
        return {};
    }

    const QString m_path, m_target;
    const QByteArray m_name;
    const SafeWrite m_how;
    struct stat m_stat = {};
    bool m_exists = false;
};

} // namespace

Result<FileBytes> readBytes(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return FileBytes();
    if (!file.open(QIODevice::ReadOnly))
        return fail(u"cannot-read"_s,
                    Words::tr("%1: cannot be read: %2").arg(path, file.errorString()),
                    Words::tr("may you read it?"));
    QByteArray bytes = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return fail(u"cannot-read"_s,
                    Words::tr("%1: cannot be read: %2").arg(path, file.errorString()),
                    Words::tr("is this a file, and not a folder?"));
    return FileBytes(std::move(bytes));
}

Result<void> writeSafely(const QString &path, const QByteArray &bytes, const SafeWrite &how)
{
    return Writer(path, how).write(bytes);
}

Result<QString> keepTheirs(const QString &path, const QByteArray &theirs)
{
    for (int number = 1;; ++number) {
        const QString name =
            throughLinks(path) + (number == 1 ? u".theirs"_s : u".theirs.%1"_s.arg(number));
        const auto there = readBytes(name);
        if (there && *there && **there == theirs)
            return name;
        if (there && *there && number < 100)
            continue;
        return writeSafely(name, theirs, {{}, false, false}).map([&] { return name; });
    }
}

} // namespace model
