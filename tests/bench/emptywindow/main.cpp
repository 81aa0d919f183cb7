// SPDX-License-Identifier: GPL-3.0-or-later
// The least that opening a fleet can cost: the events of its YAML and an empty window, painted once. With --word a word stands in it:
// the first text of a program has fontconfig read its configuration, and loads a font.

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/parser.h>

#include <QApplication>
#include <QPainter>
#include <QTimer>
#include <QWidget>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace {

class Nothing : public YAML::EventHandler
{
public:
    void OnDocumentStart(const YAML::Mark &) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark &, YAML::anchor_t) override {}
    void OnAlias(const YAML::Mark &, YAML::anchor_t) override {}
    void OnScalar(const YAML::Mark &, const std::string &, YAML::anchor_t, const std::string &) override {}
    void OnSequenceStart(const YAML::Mark &, const std::string &, YAML::anchor_t, YAML::EmitterStyle::value) override {}
    void OnSequenceEnd() override {}
    void OnMapStart(const YAML::Mark &, const std::string &, YAML::anchor_t, YAML::EmitterStyle::value) override {}
    void OnMapEnd() override {}
};

class EmptyWindow : public QWidget
{
protected:
    void paintEvent(QPaintEvent *) override
    {
        if (m_hasWord)
            QPainter(this).drawText(rect(), Qt::AlignCenter, windowTitle());
        QTimer::singleShot(0, qApp, [] { std::_Exit(0); });
    }

public:
    bool m_hasWord = false;
};

} // namespace

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    std::ifstream file(argv[1]);
    std::stringstream text;
    text << file.rdbuf();
    YAML::Parser parser(text);
    Nothing nothing;
    while (parser.HandleNextDocument(nothing)) {
    }
    EmptyWindow window;
    window.m_hasWord = argc > 2 && QByteArray(argv[2]) == "--word";
    window.setWindowTitle(QStringLiteral("word"));
    window.resize(1440, 900);
    window.show();
    return QApplication::exec();
}
