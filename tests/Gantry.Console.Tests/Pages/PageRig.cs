using Gantry.Accounts.SignIn;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Console.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Console.Tests.Pages;

/// <summary>A gateway with one group that serves a model, an owner and a user.</summary>
internal static class PageRig
{
    public const string Owner = "owner@example.com";
    public const string User = "user@example.com";
    public const string Password = "tidal-lantern-orbit-91";

    private const string Configuration =
        """
        upstreams:
          - {name: simulator, provider: simulator, base_url: 'http://127.0.0.1:9', api_keys: [simulated], allow_private_network: true}
        models:
          - {id: test-model, price: {free: true}}
        groups:
          - name: everyone
            deployments:
              - {model: test-model, upstream: simulator, upstream_model: test-model}
        """;

    public static Task<GatewayServer> StartAsync() => GatewayServer.StartAsync(Configuration);

    public static async Task SetUpOwnerAsync(Visitor owner)
    {
        await owner.SetUpAsync(Owner, Password);
        await owner.AddAuthenticatorAsync();
    }

    /// <summary>Makes somebody and signs in as them: administrators get a second factor, without which nothing opens.</summary>
    public static async Task AddUserAsync(GatewayServer server, Visitor user, string email = User, AccountRole role = AccountRole.User)
    {
        var token = await server.Services.GetRequiredService<UserDesk>().AddAsync(email, role, AuditNote.OfCommand("account.create"), TestContext.Current.CancellationToken);
        await user.OpenAsync("/new-password?token=" + token);
        await user.FillAsync("New password", Password);
        await user.PressAsync("Save");
        if (role == AccountRole.User) await user.LiveAsync();
        else await user.AddAuthenticatorAsync();
    }
}
