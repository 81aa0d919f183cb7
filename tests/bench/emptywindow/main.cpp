// SPDX-License-Identifier: GPL-3.0-or-later
// The least that opening a fleet can cost: the events of its YAML and an empty window, painted once.

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/parser.h>

#include <QApplication>
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
    void paintEvent(QPaintEvent *) override { QTimer::singleShot(0, qApp, [] { std::_Exit(0); }); }
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
    window.resize(1440, 900);
    window.show();
    return QApplication::exec();
}
