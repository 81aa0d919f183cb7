// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The fleet's secrets: what each is for, who reads it and what is to be done, with buttons that do it. Values go in and are
// never shown.

#include "remote/secrets/vault.h"

#include <QDialog>

#include <functional>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTreeWidget;

namespace gui {

class SecretEdit;
class Window;

class SecretsDialog : public QDialog
{
    Q_OBJECT
public:
    explicit SecretsDialog(Window &window);
    ~SecretsDialog() override;

    bool isBusy() const { return m_isBusy; }
    void make(const QString &id); ///< a fresh value for that secret, at once; where it is put there by hand, shows how

private:
    QString nameOf(const model::ItemId &item) const;
    /// What happened off the window's thread: an error, or what to tell, and public keys that go into the fleet.
    struct Done
    {
        QString told;
        std::optional<model::Error> error;
        QList<std::pair<model::Secret, QString>> publicParts;
    };
    using Work = std::function<Done(secrets::Vault)>;

    QWidget *buttons();
    void build();
    secrets::Vault vault() const;
    const secrets::Entry *current() const;
    void refresh();
    void refreshButtons();
    void fillTable();
    void showByHand();
    void makeMissing();
    void setValue();
    void reencrypt();
    void rotate();
    void start(const Work &work);
    void finished(const Done &done);
    static Done made(secrets::Vault vault, const QList<model::Secret> &secrets);
    void tell(const QString &words, bool isError);

    Window &m_window;
    QList<secrets::Entry> m_entries;
    QLabel *m_words;
    QTreeWidget *m_table;
    QLabel *m_details, *m_told;
    QPlainTextEdit *m_byHand;
    SecretEdit *m_value;
    QPushButton *m_make = nullptr, *m_set = nullptr, *m_reencrypt = nullptr, *m_rotate = nullptr, *m_copy = nullptr;
    bool m_isBusy = false;
};

} // namespace gui
