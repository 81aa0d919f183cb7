// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/deploytree.h"

#include <QCryptographicHash>

#include <map>

namespace remote {

using namespace Qt::StringLiterals;

namespace {

void put(QByteArray &header, int at, const QByteArray &text)
{
    header.replace(at, text.size(), text);
}

QByteArray octal(qint64 value, int digits)
{
    return QByteArray::number(value, 8).rightJustified(digits, '0');
}

/// One entry of a ustar archive. Paths up to 255 bytes, split at a slash as the format wants it.
QByteArray tarEntry(const QByteArray &path, const QByteArray &text)
{
    QByteArray name = path, prefix;
    if (path.size() > 100) {
        const auto cut = path.lastIndexOf('/', 155);
        prefix = path.left(cut);
        name = path.mid(cut + 1);
    }
    QByteArray header(512, '\0');
    put(header, 0, name.left(100));
    put(header, 100, "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, octal(text.size(), 11));
    put(header, 136, octal(1, 11));
    put(header, 148, QByteArray(8, ' '));
    put(header, 156, "0");
    put(header, 257, QByteArray("ustar\00000", 8));
    put(header, 345, prefix.left(155));
    qint64 sum = 0;
    for (const char byte : header)
        sum += static_cast<unsigned char>(byte);
    put(header, 148, octal(sum, 6) + QByteArray("\0 ", 2));
    return header + text + QByteArray((512 - text.size() % 512) % 512, '\0');
}

} // namespace

QString fileHash(const QByteArray &text)
{
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
}

PackedTree packTree(const model::FileTree &tree, const QByteArray &lock)
{
    std::map<QByteArray, QByteArray> files;
    for (const auto &[path, file] : tree)
        files[path.toUtf8()] = file.text;
    if (!lock.isEmpty())
        files["flake.lock"] = lock;

    QByteArray manifest, entries;
    for (const auto &[path, text] : files) {
        manifest += fileHash(text).toLatin1() + "  " + path + '\n';
        entries += tarEntry("tree/" + path, text);
    }
    return {fileHash(manifest), tarEntry("manifest", manifest) + entries + QByteArray(1024, '\0')};
}

} // namespace remote
