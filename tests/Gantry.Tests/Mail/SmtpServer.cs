using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Gantry.Mail;
using Xunit;

namespace Gantry.Tests.Mail;

/// <summary>A small mail server on loopback: in clear, with STARTTLS, or with TLS from the first byte. Keeps what it was told.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly X509Certificate2? _certificate;
    private readonly SmtpSecurity _security;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _talks = [];
    private readonly Task _accepting;
    private int _calls;

    public SmtpServer(SmtpSecurity security = SmtpSecurity.None, X509Certificate2? certificate = null, int port = 0)
    {
        (_security, _certificate) = (security, certificate);
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public ConcurrentQueue<SentMail> Mails { get; } = [];

    /// <summary>Every line that clients have said, apart from the mails themselves.</summary>
    public ConcurrentQueue<string> Commands { get; } = [];

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Asks for these; null lets everybody in.</summary>
    public (string User, string Password)? Login { get; set; }

    public string AuthWays { get; set; } = "PLAIN LOGIN";

    /// <summary>Answers instead of its own, by the first word of the command; <c>banner</c> and <c>.</c> are the beginning and the end of a mail.</summary>
    public ConcurrentDictionary<string, string> Answers { get; } = [];

    /// <summary>What a man in the middle would add to the answer to STARTTLS.</summary>
    public string Injected { get; set; } = "";

    public bool OffersStartTls { get; set; } = true;

    public string Settings(string more = "") => $"{{host: 127.0.0.1, port: {Port}, security: none, from: \"Gantry <gantry@example.com>\"{more}}}";

    /// <summary>Waits for so many mails; fails after ten seconds.</summary>
    public async Task<SentMail[]> WaitAsync(int count, int seconds = 10)
    {
        for (var i = 0; i < seconds * 50 && Mails.Count < count; i++) await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.True(Mails.Count >= count, $"{Mails.Count} of {count} mails came; {string.Join(" | ", Commands)}");
        return [.. Mails];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_talks);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _calls);
                _talks.Add(TalkAsync(client));
            }
        }
        catch (Exception stopped) when (stopped is SocketException or InvalidOperationException or OperationCanceledException)
        {
            return;
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            Stream stream = client.GetStream();
            if (_security == SmtpSecurity.Tls) stream = await SecureAsync(stream);
            await new SmtpTalk(this, stream, _security == SmtpSecurity.Starttls && OffersStartTls, SecureAsync, _stop.Token).RunAsync();
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException or InvalidDataException)
        {
            return;
        }
    }

    private async Task<Stream> SecureAsync(Stream plain)
    {
        var tls = new SslStream(plain);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
        return tls;
    }
}
