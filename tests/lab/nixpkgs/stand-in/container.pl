#!/usr/bin/perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Stands in for a container in the lab. It runs until it is stopped and answers HTTP:
#   on every address of STAND_IN_LISTEN (published ports), and on HOST:PORT if the container was given both.
# A game server (RCON_PORT is given) takes its UDP port and answers nothing there, and takes RCON_PORT and hangs up.
# /health answers 503 while the Redis of REDIS_URL cannot be reached, else 200; every other page says who stands in.
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;

$| = 1;
my $name  = $ENV{STAND_IN_NAME}  // 'container';
my $image = $ENV{STAND_IN_IMAGE} // 'no image';

# A volume whose source is a file must be there, as for Podman; a folder is made, as Docker does.
for my $volume (split / /, $ENV{STAND_IN_VOLUMES} // '') {
    my ($source) = split /:/, $volume;
    next if $source !~ m{^/} || -e $source;
    if ($source =~ m{^/nix/store/}) { die "$name: volume $source does not exist\n" }
    system('mkdir', '-p', $source) == 0 or die "$name: cannot make $source\n";
}

my @listen = split / /, $ENV{STAND_IN_LISTEN} // '';
push @listen, "$ENV{HOST}:$ENV{PORT}" if $ENV{HOST} && $ENV{PORT};
my %servers;
for my $address (@listen) {
    my $socket = IO::Socket::INET->new(LocalAddr => $address, Listen => 16, ReuseAddr => 1, Proto => 'tcp')
        or die "$name: cannot listen on $address: $!\n";
    $servers{$socket} = $socket;
}
my ($game, $rcon);
if ($ENV{RCON_PORT}) {
    $rcon = IO::Socket::INET->new(LocalPort => $ENV{RCON_PORT}, Listen => 4, ReuseAddr => 1, Proto => 'tcp')
        or die "$name: cannot listen on RCON port $ENV{RCON_PORT}: $!\n";
    $game = IO::Socket::INET->new(LocalPort => $ENV{PORT}, Proto => 'udp')
        or die "$name: cannot take game port $ENV{PORT}: $!\n";
}
print "$name: stand-in for $image", (@listen ? ", HTTP on @listen" : ''), "\n";

$SIG{TERM} = $SIG{INT} = sub { exit 0 };
$SIG{PIPE} = 'IGNORE';

sub redis_is_up {
    my ($address) = ($ENV{REDIS_URL} // '') =~ m{^redis://([^/]+)} or return 1;
    my $redis = IO::Socket::INET->new(PeerAddr => $address, Timeout => 1) or return 0;
    print $redis "PING\r\n";
    return 0 unless IO::Select->new($redis)->can_read(1);
    my $answer = <$redis> // '';
    return $answer =~ /^\+PONG|^-NOAUTH/ ? 1 : 0;
}

sub answer {
    my ($client) = @_;
    return unless IO::Select->new($client)->can_read(2);
    my ($path) = (<$client> // '') =~ m{^[A-Z]+ (\S+)};
    $path //= '/';
    my ($code, $text) = (200, "$name: stand-in for $image\n");
    if ($path eq '/health') {
        ($code, $text) = redis_is_up() ? (200, "ok\n") : (503, "redis unreachable\n");
    }
    my $reason = $code == 200 ? 'OK' : 'Service Unavailable';
    print $client "HTTP/1.0 $code $reason\r\nContent-Type: text/plain\r\nContent-Length: ", length $text,
        "\r\nConnection: close\r\n\r\n$text";
}

my @open = (values %servers, grep { defined } $game, $rcon);
if (!@open) { sleep 3600 while 1 }
my $ready = IO::Select->new(@open);
while (1) {
    for my $socket ($ready->can_read) {
        if (defined $game && $socket == $game) {
            $socket->recv(my $datagram, 65535);
            next;
        }
        my $client = $socket->accept or next;
        answer($client) unless defined $rcon && $socket == $rcon;
        close $client;
    }
}
