using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Gantry.Accounts;
using Gantry.Accounts.Users;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Contracts.Manage.Tokens;
using Gantry.Management.Http;
using Gantry.Management.Tokens;
using Gantry.Relay;
using Gantry.Tests.Relay;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Management;

/// <summary>A gateway with people: an owner, an admin, two users, sessions of theirs and tokens.</summary>
internal sealed class ManageGateway : IAsyncDisposable
{
    public const string Owner = "owner@example.com";
    public const string Admin = "admin@example.com";
    public const string User = "user@example.com";
    public const string Other = "other@example.com";

    private const string People =
        """
        accounts:
          - {email: owner@example.com, role: owner}
          - {email: admin@example.com, role: admin}
          - {email: user@example.com, role: user, credit: 100.00}
          - {email: other@example.com, role: user, keys: [{name: foreign, secret: sk-foreign-key-0123456789, groups: [all]}]}
        """;

    private ManageGateway(TestGateway gateway, TestSessions sessions)
    {
        Gateway = gateway;
        Sessions = sessions;
    }

    public TestGateway Gateway { get; }

    public TestSessions Sessions { get; }

    public static async Task<ManageGateway> StartAsync(params string[] models)
    {
        var sessions = new TestSessions();
        var gateway = await TestGateway.StartAsync(
            new RelayLimits { Attempts = 1 },
            simulator =>
            {
                var text = TestGateway.Configuration(simulator, models.Length > 0 ? models : ["m", "n"]);
                return $"settings: {{active_probes: false}}\n{text[..text.IndexOf("accounts:", StringComparison.Ordinal)]}{People}";
            },
            options => options with { Callers = [sessions] });
        var made = new ManageGateway(gateway, sessions);
        var rows = await made.RowsAsync();
        await made.SetUpAsync();
        foreach (var row in rows.Accounts)
        {
            sessions.Add(row.Email, row, row.Role, TimeProvider.System.GetUtcNow());
            sessions.Add($"stale {row.Email}", row, row.Role, TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(6));
        }

        return made;
    }

    // An owner who can sign in: else nothing is open yet.
    private async Task SetUpAsync()
    {
        var owner = (await Service<ISignInStore>().FindAsync(Owner, TestContext.Current.CancellationToken))!;
        (owner.PasswordHash, owner.Stamp) = ("nobody signs in with it", "1");
        Assert.True(await Service<ISignInStore>().SavePasswordAsync(owner, TestContext.Current.CancellationToken));
    }

    public T Service<T>()
        where T : notnull => Gateway.Host.Services.GetRequiredService<T>();

    public Task<CatalogRows> RowsAsync() => Service<ICatalogStore>().LoadAsync(TestContext.Current.CancellationToken);

    public async Task<string> TokenAsync(string email, params string[] scopes)
    {
        var account = (await RowsAsync()).Accounts.Single(a => a.Email == email);
        var draft = new TokenDraft { Name = "test", Scopes = scopes };
        return (await Service<TokenDesk>().CreateAsync(account.Id, email, draft, AuditNote.OfCommand("token.create"), TestContext.Current.CancellationToken)).Secret;
    }

    /// <param name="method">Of HTTP.</param>
    /// <param name="path">Below the root, or from it.</param>
    /// <param name="who">A session, a token, or nobody.</param>
    /// <param name="body">JSON; null for none.</param>
    /// <param name="headers">More of them; an empty value takes away what is sent as usual.</param>
    public Task<HttpResponseMessage> SendAsync(string method, string path, string? who, string? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path.StartsWith('/') ? path : $"{ManageRoute.Root}/{path}");
        if (who?.StartsWith(AdminToken.Prefix, StringComparison.Ordinal) is true) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", who);
        else if (who is not null) request.Headers.Add(TestSessions.Header, who);
        if (who is not null && headers.All(h => h.Name != RequestForgery.Header)) request.Headers.Add(RequestForgery.Header, "1");
        foreach (var (name, value) in headers.Where(h => h.Value.Length > 0)) request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return Gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends, checks the status and reads the answer.</summary>
    public async Task<JsonElement> ExpectAsync(int status, string method, string path, string? who, string? body = null, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(method, path, who, body, headers);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode == status, $"{method} {path} by {who}: {(int)response.StatusCode} instead of {status}: {text}");
        if (status >= 400)
        {
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            Assert.StartsWith("req_", JsonDocument.Parse(text).RootElement.GetProperty("request_id").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Asks until it is so; fails after half a minute.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var i = 0; !await isSo(); i++)
        {
            Assert.True(i < 300, "it is not so after half a minute");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();
}
