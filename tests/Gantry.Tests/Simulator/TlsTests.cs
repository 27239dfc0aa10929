using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Gantry.Simulator;
using Xunit;

namespace Gantry.Tests.Simulator;

public sealed class TlsTests
{
    [Theory]
    [InlineData("localhost", -30, -1, SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.NotTimeValid)]
    [InlineData("elsewhere.example", -30, 30, SslPolicyErrors.RemoteCertificateNameMismatch, X509ChainStatusFlags.NoError)]
    [InlineData("localhost", -30, 30, SslPolicyErrors.None, X509ChainStatusFlags.NoError)]
    public async Task Handshake_fails_for_the_reason_that_the_certificate_gives(
        string host, int fromDays, int toDays, SslPolicyErrors expected, X509ChainStatusFlags status)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = SimulatorCertificate.Create(host, now.AddDays(fromDays), now.AddDays(toDays));
        await using var server = await SimulatorServer.StartAsync(
            new SimulatorOptions { Url = "https://127.0.0.1:0", Certificate = certificate }, TestContext.Current.CancellationToken);

        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", server.BaseUrl.Port, TestContext.Current.CancellationToken);
        await using var tls = new SslStream(new NetworkStream(socket));
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(certificate);
        var seen = SslPolicyErrors.None;
        var chainStatus = X509ChainStatusFlags.NoError;
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            CertificateChainPolicy = policy,
            RemoteCertificateValidationCallback = (_, _, chain, errors) =>
            {
                seen = errors;
                foreach (var one in chain!.ChainStatus) chainStatus |= one.Status;
                return errors == SslPolicyErrors.None;
            },
        };
        var failure = await Record.ExceptionAsync(() => tls.AuthenticateAsClientAsync(options, TestContext.Current.CancellationToken));
        Assert.Equal(expected, seen);
        Assert.Equal(status, chainStatus);
        Assert.Equal(expected != SslPolicyErrors.None, failure is AuthenticationException);
    }
}
