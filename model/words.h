// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Texts of the model that people read, in the language of the program; those of the catalog, which
// are data, among them.

#include <QCoreApplication>

namespace model {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(model)
};

/// A title, help or message of the catalog.
inline QString ofCatalog(const QString &text)
{
    return text.isEmpty() ? text
                          : QCoreApplication::translate("catalog", text.toUtf8().constData());
}

} // namespace model
