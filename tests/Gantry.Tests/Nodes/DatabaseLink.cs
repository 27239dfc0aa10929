using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gantry.Tests.Nodes;

/// <summary>
/// The way from one server to its database, in the hands of the test: it can be cut, held up as by a network that loses every packet, made slow, or made to lose the words that
/// servers say to each other.
/// </summary>
internal sealed class DatabaseLink : IAsyncDisposable
{
    private const byte Notification = (byte)'A';
    private const int HeaderBytes = 5;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly UnixDomainSocketEndPoint _database;
    private readonly ConcurrentDictionary<Socket, bool> _sockets = [];
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _accepting;
    private TaskCompletionSource? _held;
    private long _words;

    /// <param name="folder">Where the database's socket is.</param>
    public DatabaseLink(string folder)
    {
        _database = new UnixDomainSocketEndPoint(Path.Combine(folder, ".s.PGSQL.5432"));
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(100);
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>No connection lives.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Words of other servers do not arrive.</summary>
    public bool LosesWords { get; set; }

    /// <summary>Added to each way.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Words that came to this server's way, lost ones too.</summary>
    public long Said => Interlocked.Read(ref _words);

    /// <summary>Ends every connection and takes no new one.</summary>
    public void Cut()
    {
        IsCut = true;
        Break();
    }

    /// <summary>Connections live and nothing arrives.</summary>
    public void Hold() => Interlocked.CompareExchange(ref _held, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), null);

    /// <summary>As it was. What was held up arrives.</summary>
    public void Heal()
    {
        IsCut = false;
        Interlocked.Exchange(ref _held, null)?.SetResult();
    }

    /// <summary>Ends every connection; new ones may come.</summary>
    public void Break()
    {
        foreach (var socket in _sockets.Keys) socket.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        Heal();
        Break();
        await _accepting;
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptAsync(_ending.Token));
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            return;
        }
    }

    private async Task ServeAsync(Socket server)
    {
        using var database = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            (_sockets[server], _sockets[database]) = (true, true);
            if (IsCut) return;
            server.NoDelay = true;
            await database.ConnectAsync(_database, _ending.Token);
            await Task.WhenAny(PumpAsync(server, database, null), PumpAsync(database, server, new Words(this)));
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            return;
        }
        finally
        {
            server.Dispose();
            _sockets.TryRemove(server, out _);
            _sockets.TryRemove(database, out _);
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Words? words)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _ending.Token) is > 0 and var read)
            {
                if (Delay > TimeSpan.Zero) await Task.Delay(Delay, _ending.Token);
                while (Volatile.Read(ref _held) is { } held) await held.Task.WaitAsync(_ending.Token);
                var passed = words is null ? buffer.AsMemory(0, read) : words.Pass(buffer.AsSpan(0, read));
                for (var sent = 0; sent < passed.Length;) sent += await to.SendAsync(passed[sent..], _ending.Token);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            return;
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    // Follows the messages of the database: one byte of kind, four of length, which count themselves.
    private sealed class Words(DatabaseLink link)
    {
        private readonly byte[] _header = new byte[HeaderBytes];
        private int _known;
        private long _left;
        private bool _lost;

        public ReadOnlyMemory<byte> Pass(ReadOnlySpan<byte> bytes)
        {
            var passed = new MemoryStream(bytes.Length + HeaderBytes);
            while (bytes.Length > 0)
            {
                if (_left > 0)
                {
                    var part = bytes[..(int)Math.Min(_left, bytes.Length)];
                    if (!_lost) passed.Write(part);
                    _left -= part.Length;
                    bytes = bytes[part.Length..];
                    continue;
                }

                _header[_known++] = bytes[0];
                bytes = bytes[1..];
                if (_known < HeaderBytes) continue;
                _known = 0;
                _left = BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(1)) - sizeof(int);
                if (_header[0] == Notification) Interlocked.Increment(ref link._words);
                _lost = _header[0] == Notification && link.LosesWords;
                if (!_lost) passed.Write(_header);
            }

            return passed.ToArray();
        }
    }
}
