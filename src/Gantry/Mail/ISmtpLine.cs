namespace Gantry.Mail;

/// <summary>The way to a mail server. The one who implements it judges addresses and certificates.</summary>
internal interface ISmtpLine
{
    /// <summary>Connects, in clear, to an address that the settings allow.</summary>
    /// <exception cref="SmtpException">No address of the host is allowed.</exception>
    /// <exception cref="IOException">Not reachable; a <see cref="System.Net.Sockets.SocketException"/> says the same.</exception>
    ValueTask<Stream> DialAsync(SmtpSettings settings, CancellationToken cancellation);

    /// <summary>Encrypts a connection and checks the other side's certificate against the name.</summary>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The certificate is refused.</exception>
    ValueTask<Stream> SecureAsync(Stream plain, string host, CancellationToken cancellation);
}
