using System.Net;
using Gantry.Accounts;
using Gantry.Catalog;
using Microsoft.AspNetCore.Http;

namespace Gantry.Tests.Management;

/// <summary>Stands for sign-in: a header names the session, as a cookie would.</summary>
internal sealed class TestSessions : ICallerSource
{
    public const string Header = "x-test-session";

    private readonly Dictionary<string, Caller> _sessions = new(StringComparer.Ordinal);

    public void Add(string name, AccountRow account, AccountRole role, DateTimeOffset? provedAt, bool mustAddFactor = false) => _sessions[name] = new Caller
    {
        AccountId = account.Id,
        Email = account.Email,
        Role = role,
        SessionId = Guid.CreateVersion7(),
        ProvedAt = provedAt,
        MustAddFactor = mustAddFactor,
        Address = IPAddress.Loopback,
    };

    public ValueTask<Caller?> IdentifyAsync(HttpContext http) => ValueTask.FromResult(_sessions.GetValueOrDefault(http.Request.Headers[Header].ToString()));
}
