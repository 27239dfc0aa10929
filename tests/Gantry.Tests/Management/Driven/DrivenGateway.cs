using Gantry.Accounts.Sessions;
using Gantry.Accounts.Users;
using Gantry.Catalog;
using Gantry.Management.Http;
using Xunit;

namespace Gantry.Tests.Management.Driven;

/// <summary>A gateway, its document, and people with real sessions and tokens.</summary>
public sealed class DrivenGateway : IAsyncLifetime
{
    internal ManageGateway Gateway { get; private set; } = null!;

    internal DocumentClient Client { get; private set; } = null!;

    /// <summary>In the console, with a factor that was just presented.</summary>
    internal DrivenLogin Owner { get; private set; } = null!;

    internal DrivenLogin Admin { get; private set; } = null!;

    internal DrivenLogin User { get; private set; } = null!;

    /// <summary>Of the owner, for everything that tokens may do.</summary>
    internal DrivenLogin Token { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Gateway = await ManageGateway.StartAsync();
        (Owner, Admin, User) = (await LoginAsync(ManageGateway.Owner), await LoginAsync(ManageGateway.Admin), await LoginAsync(ManageGateway.User));
        Token = new DrivenLogin(await Gateway.TokenAsync(ManageGateway.Owner, [.. ManageScopes.All]), IsToken: true);
        Client = await DocumentClient.OpenAsync(Gateway.Gateway.Http, "/openapi/manage.json", Token);
    }

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();

    /// <summary>Begins a session as sign-in does it.</summary>
    internal async Task<DrivenLogin> LoginAsync(string email)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var account = (await Gateway.RowsAsync()).Accounts.Single(a => a.Email == email);
        // Administrators have to have one.
        if (account.Role != AccountRole.User) await Gateway.Service<ISignInStore>().SetTotpAsync(account.Id, [1], null, cancellation);
        var now = TimeProvider.System.GetUtcNow();
        var secret = await Gateway.Service<SessionDesk>().BeginAsync(
            hash => new SessionRow
            {
                Id = Guid.CreateVersion7(now),
                SecretHash = hash,
                AccountId = account.Id,
                Stage = SessionStage.SignedIn,
                Role = account.Role,
                BeganAt = now,
                SeenAt = now,
                ProvedAt = now,
                ExpiresAt = now.AddHours(1),
                Address = "127.0.0.1",
                Browser = "a console",
            },
            cancellation);
        return new DrivenLogin(secret, IsToken: false);
    }
}
