using System.Net;
using System.Net.Sockets;
using Gantry.Accounts.Users;
using Gantry.Secrets;

namespace Gantry.Accounts.SignIn;

/// <summary>How often people may be wrong: 5 times in a quarter of an hour at one account, 20 times from one address (reliability S-25).</summary>
/// <remarks>An account that nobody has counts like one. Passkeys are not counted, nobody guesses them: with one, the owner of a locked account gets in.</remarks>
internal sealed class TryLimit(ITryStore store, KeyHasher hasher)
{
    public const int PerAccount = 5;
    public const int PerAddress = 20;

    /// <summary>Who has an IPv6 network has all addresses of it.</summary>
    private const int NetworkBytes = 8;

    /// <summary>Mails of one kind that strangers may have sent to an address within <see cref="MailWindow"/>.</summary>
    public const int MailsPerAddress = 3;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    public static readonly TimeSpan MailWindow = TimeSpan.FromHours(1);

    /// <summary>A password for this e-mail address, in lower case.</summary>
    public Task<(Guid Try, TimeSpan? Wait)> PasswordAsync(HttpContext http, string email, CancellationToken cancellation) =>
        store.TakeAsync([(Subject("password", email), PerAccount), Address(http)], Window, cancellation);

    /// <summary>A second factor of an account: guessed by who has its password already.</summary>
    public Task<(Guid Try, TimeSpan? Wait)> FactorAsync(HttpContext http, Guid account, CancellationToken cancellation) =>
        store.TakeAsync([(Subject("factor", account.ToString()), PerAccount), Address(http)], Window, cancellation);

    /// <summary>A one-time token.</summary>
    public Task<(Guid Try, TimeSpan? Wait)> TokenAsync(HttpContext http, CancellationToken cancellation) => store.TakeAsync([Address(http)], Window, cancellation);

    /// <summary>Asking for a mail, from where the request comes: counted whether it is sent or not.</summary>
    /// <returns>How long to wait; null for not at all.</returns>
    public async Task<TimeSpan?> AskAsync(HttpContext http, CancellationToken cancellation) =>
        (await store.TakeAsync([(Subject("ask", Network(http.Connection.RemoteIpAddress)), PerAddress)], Window, cancellation)).Wait;

    /// <summary>A mail of a kind to an e-mail address, in lower case, whether anybody here has it or not.</summary>
    /// <returns>Whether it may go.</returns>
    public async Task<bool> MailAsync(string kind, string email, CancellationToken cancellation) =>
        (await store.TakeAsync([(Subject($"mail {kind}", email), MailsPerAddress)], MailWindow, cancellation)).Wait is null;

    public Task GiveBackAsync(Guid attempt, CancellationToken cancellation) => store.GiveBackAsync(attempt, cancellation);

    private (string Subject, int Limit) Address(HttpContext http) => (Subject("address", Network(http.Connection.RemoteIpAddress)), PerAddress);

    private static string Network(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, NetworkBytes)),
        _ => address.ToString(),
    };

    private string Subject(string kind, string name) => hasher.Hash($"try\n{kind}\n{name}").ToHex();
}
