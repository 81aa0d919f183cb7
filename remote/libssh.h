// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// All of libssh that is called, under its own names: without a login libssh, its ciphers and Kerberos are never loaded.

#include "model/late.h"

#include <libssh/callbacks.h>
#include <libssh/libssh.h>
#include <libssh/server.h>

#define SWITCHYARD_LIBSSH(EACH) \
    EACH(ssh_bind_accept_fd) \
    EACH(ssh_bind_free) \
    EACH(ssh_bind_new) \
    EACH(ssh_bind_options_set) \
    EACH(ssh_channel_close) \
    EACH(ssh_channel_free) \
    EACH(ssh_channel_get_exit_status) \
    EACH(ssh_channel_is_closed) \
    EACH(ssh_channel_is_eof) \
    EACH(ssh_channel_new) \
    EACH(ssh_channel_open_session) \
    EACH(ssh_channel_read_nonblocking) \
    EACH(ssh_channel_request_exec) \
    EACH(ssh_channel_request_send_exit_status) \
    EACH(ssh_channel_send_eof) \
    EACH(ssh_channel_window_size) \
    EACH(ssh_channel_write) \
    EACH(ssh_channel_write_stderr) \
    EACH(ssh_clean_pubkey_hash) \
    EACH(ssh_connect) \
    EACH(ssh_disconnect) \
    EACH(ssh_event_add_session) \
    EACH(ssh_event_dopoll) \
    EACH(ssh_event_free) \
    EACH(ssh_event_new) \
    EACH(ssh_event_remove_session) \
    EACH(ssh_free) \
    EACH(ssh_get_error) \
    EACH(ssh_get_fingerprint_hash) \
    EACH(ssh_get_poll_flags) \
    EACH(ssh_get_publickey_hash) \
    EACH(ssh_get_server_publickey) \
    EACH(ssh_get_status) \
    EACH(ssh_handle_key_exchange) \
    EACH(ssh_is_connected) \
    EACH(ssh_key_free) \
    EACH(ssh_key_type) \
    EACH(ssh_key_type_from_name) \
    EACH(ssh_key_type_to_char) \
    EACH(ssh_known_hosts_parse_line) \
    EACH(ssh_knownhosts_entry_free) \
    EACH(ssh_new) \
    EACH(ssh_options_get) \
    EACH(ssh_options_get_port) \
    EACH(ssh_options_parse_config) \
    EACH(ssh_options_set) \
    EACH(ssh_pki_copy_cert_to_privkey) \
    EACH(ssh_pki_export_privkey_base64) \
    EACH(ssh_pki_export_pubkey_base64) \
    EACH(ssh_pki_generate) \
    EACH(ssh_pki_import_cert_file) \
    EACH(ssh_pki_import_privkey_base64) \
    EACH(ssh_pki_import_privkey_file) \
    EACH(ssh_pki_import_pubkey_base64) \
    EACH(ssh_remove_channel_callbacks) \
    EACH(ssh_session_export_known_hosts_entry) \
    EACH(ssh_session_is_known_server) \
    EACH(ssh_set_auth_methods) \
    EACH(ssh_set_blocking) \
    EACH(ssh_set_channel_callbacks) \
    EACH(ssh_set_server_callbacks) \
    EACH(ssh_string_free_char) \
    EACH(ssh_userauth_agent) \
    EACH(ssh_userauth_publickey) \
    EACH(ssh_userauth_publickey_auto)

namespace remote {

extern const model::LateLibrary libssh;

#define SWITCHYARD_LATE(name) inline const model::Late<decltype(::name)> name{libssh, #name};
SWITCHYARD_LIBSSH(SWITCHYARD_LATE)
#undef SWITCHYARD_LATE

} // namespace remote
