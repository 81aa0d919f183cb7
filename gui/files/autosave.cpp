// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/files/autosave.h"

namespace gui {

using namespace model;

Autosave::Autosave(FleetDocument &document, QString folder, int intervalMs, QObject *parent)
    : QObject(parent), m_document(document), m_folder(std::move(folder))
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(intervalMs);
    connect(&m_timer, &QTimer::timeout, this, &Autosave::saveNow);
    connect(&document, &FleetDocument::historyChanged, this, &Autosave::look);
}

Autosave::~Autosave()
{
    if (m_givenUp || m_clean)
        removeDraft();
}

int Autosave::usualInterval()
{
    bool given = false;
    const int ms = qEnvironmentVariableIntValue("SWITCHYARD_AUTOSAVE_MS", &given);
    return given && ms > 0 ? ms : 60'000;
}

void Autosave::look()
{
    m_givenUp = false;
    m_clean = !m_document.isDirty();
    if (m_clean) // what is typed takes back its last step first: clean for a moment only
        QMetaObject::invokeMethod(this, [this] { if (m_clean) removeDraft(); }, Qt::QueuedConnection);
    else if (!m_timer.isActive())
        m_timer.start();
}

void Autosave::removeDraft()
{
    m_timer.stop();
    if (m_place)
        m_place->remove();
    m_place.reset();
}

void Autosave::adopt(std::shared_ptr<DraftPlace> place)
{
    if (m_place && m_place != place)
        m_place->remove();
    m_place = std::move(place);
}

void Autosave::saveNow()
{
    m_timer.stop();
    if (!m_document.isDirty())
        return;
    if (!m_place)
        m_place = std::make_shared<DraftPlace>(m_folder);
    const Draft draft{m_document.path(), QDateTime::currentDateTimeUtc(), m_document.savedText(), printFleet(m_document.fleet()),
                      printLayout(m_document.layout())};
    if (const Result<void> written = m_place->write(draft); !written) {
        emit failed(tr("No draft of your changes can be kept: %1").arg(written.error().message));
        m_timer.start();
    }
}

} // namespace gui
