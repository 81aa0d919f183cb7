// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Takes a running host into the fleet: asks where it is, reads it without blocking the window, and shows what it proposes.

#include "gui/dialing.h"
#include "model/adoption.h"
#include "model/document.h"
#include "remote/hostreader.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QSpinBox;
class QStackedWidget;

namespace gui {

class ProposalTable;
struct Theme;

class AdoptDialog : public QDialog
{
    Q_OBJECT
public:
    /// `host`: one of the fleet, read at once; empty: a new one, asked for first.
    AdoptDialog(const model::FleetDocument &document, const Dialing &dialing, const Theme &theme, const QString &host, QWidget *parent);

    ProposalTable &table() { return *m_table; }
    /// Why what was accepted could not be done; the dialog stays open.
    void refuse(const model::Error &error);

signals:
    /// A person pressed Apply. Close the dialog when it is done, or say refuse().
    void applyAsked(const QString &host, const model::EditStep &step, const QHash<QString, QByteArray> &files);

private:
    QWidget *askPage();
    QWidget *waitPage();
    QWidget *listPage();
    QWidget *errorPage();
    void addButtons();
    void readAgain();
    void showRead(const model::RunningHost &running);
    void showError(const model::Error &error);
    void askHostKey(const remote::HostKeyQuestion &question);
    void takeOver();
    void refresh();
    model::Result<QList<remote::SshTarget>> targets() const;
    model::AdoptAs asWhat(const remote::SshTarget &target) const;
    QString folder() const; ///< of the fleet file; empty while it was never saved

    const model::FleetDocument &m_document;
    const Theme &m_theme;
    Dialing m_dialing;
    QString m_host;
    bool m_isNew;
    remote::HostReader m_reader;
    model::AdoptAs m_as;
    model::Adoption m_adoption;
    QStackedWidget *m_pages;
    QLineEdit *m_name = nullptr, *m_address = nullptr, *m_user = nullptr, *m_jump = nullptr;
    QSpinBox *m_port = nullptr;
    QLabel *m_askProblem = nullptr, *m_waitWords = nullptr, *m_listWords = nullptr, *m_refusal = nullptr, *m_error = nullptr;
    ProposalTable *m_table = nullptr;
    QListWidget *m_notes = nullptr;
    QPushButton *m_read = nullptr, *m_again = nullptr, *m_back = nullptr, *m_safe = nullptr, *m_all = nullptr, *m_none = nullptr, *m_apply = nullptr,
                *m_close = nullptr;
};

} // namespace gui
