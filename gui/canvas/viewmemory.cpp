// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/canvas/viewmemory.h"

#include "gui/canvas/view.h"

#include <QFileInfo>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace gui {

static const auto key = u"canvas/views"_s;

static QString nameOf(const QString &fleetPath)
{
    const QFileInfo info(fleetPath);
    return info.exists() ? info.canonicalFilePath() : info.absoluteFilePath();
}

/// Path, state, path, state…, the latest first.
void rememberView(const CanvasView &view, const QString &fleetPath)
{
    if (fleetPath.isEmpty())
        return;
    constexpr qsizetype most = 50;
    QSettings settings;
    QVariantList views = settings.value(key).toList();
    const QString name = nameOf(fleetPath);
    for (qsizetype i = 0; i + 1 < views.size(); i += 2) {
        if (views.at(i).toString() == name)
            views.remove(i, 2);
    }
    views.prepend(view.viewState());
    views.prepend(name);
    settings.setValue(key, views.mid(0, 2 * most));
}

bool recallView(CanvasView &view, const QString &fleetPath)
{
    const QVariantList views = QSettings().value(key).toList();
    const QString name = nameOf(fleetPath);
    for (qsizetype i = 0; i + 1 < views.size(); i += 2) {
        if (views.at(i).toString() == name)
            return view.restoreViewState(views.at(i + 1).toByteArray());
    }
    return false;
}

} // namespace gui
