// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reads the log of a job as it grows: Nix's internal-json lines become plain lines, a progress and
// the last error. Pure.

#include <QByteArray>
#include <QHash>
#include <QString>
#include <QStringList>

#include <optional>

namespace remote {

/// By what the image that a host fetched can be pinned.
struct SeenImage
{
    QString name, digest; ///< as the fleet names it, and "sha256:…"
    bool operator==(const SeenImage &) const = default;
};

/// What a line of the log of fetching images tells; most tell none.
std::optional<SeenImage> seenImage(const QString &line);

class DeployLog
{
public:
    /// Takes further bytes; the plain lines that they complete, free of colours and control
    /// characters.
    QStringList feed(const QByteArray &bytes);
    /// The lines of what never got its line end.
    QStringList finish();

    double progress() const; ///< share of derivations built and paths copied, 0…1; -1 while unknown
    QString lastError() const; ///< one sentence; the last line when nothing called itself an error

private:
    void readLine(const QByteArray &line, QStringList &lines);
    void readJson(const QByteArray &json, QStringList &lines);

    struct Count
    {
        double done = 0, expected = 0;
    };
    QByteArray m_rest;
    QHash<qint64, Count> m_counts; ///< by activity
    QString m_error, m_last;
};

} // namespace remote
