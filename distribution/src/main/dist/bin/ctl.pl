# Run by weir: the client for one command and for a script on standard input. A JVM starts in a tenth of a
# second, perl, which is on every Debian, in a hundredth. Sessions and --help are the JVM's: this hands over to it.
# The protocol is described in io.weir.platform.cli.wire.
use strict;
use warnings;
use Socket qw(AF_UNIX SOCK_STREAM pack_sockaddr_un);

my ($MAGIC, $VERSION, $MAX_FRAME) = (0x57454952, 1, 4 << 20);
my ($HELLO, $EXEC, $WELCOME, $OUTPUT, $DONE, $BYE) = (1, 2, 64, 65, 66, 68);
my ($ALL_DONE, $REFUSED, $NO_HOST) = (0, 1, 2);
my $GREETING_S = 10;

my $jvm = shift @ARGV;
my @all = @ARGV;
my ($path, $keep_going, $timeout) = ($ENV{WEIR_SOCKET}, 0, 60);
my ($received, $host) = ('');

sub fail {
    my ($sentence, $status) = @_;
    print STDERR "weir ctl: $sentence\n";
    exit($status // $NO_HOST);
}

# What this doesn't know is the JVM's to explain.
sub hand_over {
    $ENV{WEIR_CTL} = 'jvm';
    exec $jvm, 'ctl', @all or fail("cannot start $jvm: $!");
}

sub value {
    my ($inline) = @_;
    return $inline if defined $inline;
    hand_over() unless @ARGV;
    return shift @ARGV;
}

while (@ARGV && $ARGV[0] =~ /^-/) {
    my ($option, $inline) = split /=/, shift(@ARGV), 2;
    if ($option eq '-s' || $option eq '--socket') { $path = value($inline) }
    elsif ($option eq '--timeout') {
        $timeout = value($inline);
        hand_over() unless $timeout =~ /^\d{1,6}$/;
    }
    elsif ($option eq '--keep-going' || $option eq '-k') { $keep_going = 1 }
    else { hand_over() }
}
hand_over() if !@ARGV && -t STDIN;

sub default_socket {
    return '/run/weir/cli.sock' if $> == 0;
    my $runtime = $ENV{XDG_RUNTIME_DIR};
    return (defined $runtime && $runtime ne '' ? $runtime : "/run/user/$>") . '/weir/cli.sock';
}

# Java's own UTF-8: what lies beyond 16 bits is two surrogates of three bytes.
sub java_text {
    my ($text) = @_;
    $text = '/' unless utf8::decode($text);
    my $bytes = '';
    for my $char (map { ord } split //, $text) {
        my @units = $char < 0x10000 ? ($char) : (0xd800 + (($char - 0x10000) >> 10), 0xdc00 + (($char - 0x10000) & 0x3ff));
        for my $unit (@units) {
            $bytes .= $unit && $unit < 0x80 ? chr $unit
                : $unit < 0x800 ? pack('CC', 0xc0 | $unit >> 6, 0x80 | $unit & 0x3f)
                : pack('CCC', 0xe0 | $unit >> 12, 0x80 | $unit >> 6 & 0x3f, 0x80 | $unit & 0x3f);
        }
    }
    return pack('n/a*', $bytes);
}

# A host that says why it hangs up says so though it no longer reads: what comes back is read before the write is blamed.
my $broken;

sub send_frame {
    my ($type, $payload) = @_;
    my $bytes = pack('NC', 1 + length $payload, $type) . $payload;
    while (length $bytes) {
        my $sent = syswrite $host, $bytes;
        if (!defined $sent) {
            next if $!{EINTR};
            $broken = "$!";
            return;
        }
        substr($bytes, 0, $sent) = '';
    }
}

# Waits until so many bytes are there; 0 at the end of the stream.
sub fill {
    my ($wanted, $seconds) = @_;
    while (length $received < $wanted) {
        my $ready = '';
        vec($ready, fileno($host), 1) = 1;
        if ($seconds && !select($ready, undef, undef, $seconds)) {
            fail("the host at $path has not answered for $seconds s: it is busy or stuck, its log may say with what"
                    . ' (--timeout SECONDS waits longer, 0 for ever)');
        }
        my $got = sysread $host, $received, 65536, length $received;
        next if !defined $got && $!{EINTR};
        return 0 if !$got;
    }
    return 1;
}

sub receive {
    my ($seconds) = @_;
    if (fill(4, $seconds)) {
        my $length = unpack 'N', $received;
        fail("what answers at $path is no Weir host") if $length < 1 || $length > $MAX_FRAME;
        if (fill(4 + $length, $seconds)) {
            my ($type, $payload) = unpack 'x4Ca*', substr($received, 0, 4 + $length);
            substr($received, 0, 4 + $length) = '';
            return ($type, $payload);
        }
    }
    fail('the host has gone' . (defined $broken ? " ($broken)" : ''));
}

sub connect_host {
    $path = default_socket() unless defined $path && $path ne '';
    fail("no host listens at $path (the path is too long)") if length $path > 107;
    socket($host, AF_UNIX, SOCK_STREAM, 0) or fail("no socket: $!");
    $SIG{PIPE} = 'IGNORE';
    connect($host, pack_sockaddr_un($path)) or fail("no host listens at $path ($!)");
    my $directory = readlink('/proc/self/cwd') // '/';
    send_frame($HELLO, pack('NCn', $MAGIC, $VERSION, 0) . java_text($directory));
    my ($type, $payload) = receive($timeout && $timeout < $GREETING_S ? $timeout : $GREETING_S);
    fail("the host at $path refused: $payload") if $type != $WELCOME;
}

sub out {
    my ($bytes) = @_;
    while (length $bytes) {
        my $written = syswrite STDOUT, $bytes;
        if (!defined $written) {
            next if $!{EINTR};
            exit($REFUSED); # nobody reads any more
        }
        substr($bytes, 0, $written) = '';
    }
}

sub execute {
    my ($line, $where) = @_;
    send_frame($EXEC, $line);
    while (1) {
        my ($type, $payload) = receive($timeout);
        if ($type == $OUTPUT) { out($payload) }
        elsif ($type == $DONE) {
            my ($status, $sentence) = unpack 'Ca*', $payload;
            return $ALL_DONE if !$status;
            print STDERR "$where$sentence\n";
            return $REFUSED;
        }
        else { fail("the host ended the connection: $payload") }
    }
}

# As io.weir.platform.cli.Script does: one command a line, but what is in braces goes on until they are closed.
sub script {
    my ($status, $open, $opened_at, $depth) = ($ALL_DONE, '', 0, 0);
    my $run = sub {
        my ($command, $number) = ($open, $opened_at);
        ($open, $opened_at, $depth) = ('', 0, 0);
        return if execute($command, "line $number: ") == $ALL_DONE;
        $status = $REFUSED;
        exit($status) unless $keep_going;
    };
    while (my $line = <STDIN>) {
        $line =~ s/\r?\n\z//;
        last if $line =~ /^\s*(?:quit|q|exit)\s*$/;
        if (!$opened_at) {
            next if $line =~ /^\s*(?:#|$)/;
            $opened_at = $.;
        }
        else { $open .= "\n" }
        $open .= $line;
        $depth += ($line =~ tr/{//) - ($line =~ tr/}//);
        $run->() if $depth <= 0;
    }
    $run->() if $opened_at;
    return $status;
}

connect_host();
exit(@ARGV ? execute(join(' ', @ARGV), '') : script());
