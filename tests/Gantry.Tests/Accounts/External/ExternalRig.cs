using System.Net;
using Gantry.Accounts.External;
using Gantry.Accounts.Sessions;
using Gantry.Accounts.SignIn;
using Gantry.Accounts.Users;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Contracts.SignIn;
using Gantry.Relay;
using Gantry.Tests.Relay;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Accounts.External;

/// <summary>A whole gateway that is set up, and two services that vouch for people.</summary>
internal sealed class ExternalRig : IAsyncDisposable
{
    public const string PublicUrl = "http://gantry.example";

    private ExternalRig(TestGateway gateway, IdentityProvider corp, IdentityProvider other, FakeTime time) => (Gateway, Corp, Other, Time) = (gateway, corp, other, time);

    public TestGateway Gateway { get; }

    /// <summary>Called <c>corp</c>; as OAuth 2.0 alone <c>plain</c>, in the way of GitHub <c>hub</c>.</summary>
    public IdentityProvider Corp { get; }

    /// <summary>Called <c>other</c>.</summary>
    public IdentityProvider Other { get; }

    public FakeTime Time { get; }

    public static async Task<ExternalRig> StartAsync(bool open = false, string publicUrl = PublicUrl)
    {
        var time = new FakeTime();
        var (corp, other) = (await IdentityProvider.StartAsync(time), await IdentityProvider.StartAsync(time));
        var client = $"client_id: {IdentityProvider.ClientId}, client_secret: {IdentityProvider.Secret}, allow_private_network: true";
        var endpoints = $"authorization_endpoint: '{corp.Issuer}/authorize', token_endpoint: '{corp.Issuer}/token', userinfo_endpoint: '{corp.Issuer}/user'";
        var settings =
            $$"""
            settings:
              active_probes: false
              public_url: "{{publicUrl}}"
              registration: {{(open ? "open" : "closed")}}
              sign_in:
                providers:
                  - {name: corp, display_name: Corp, kind: oidc, authority: '{{corp.Issuer}}', {{client}} }
                  - {name: other, kind: oidc, authority: '{{other.Issuer}}', {{client}} }
                  - {name: plain, kind: oauth2, {{endpoints}}, {{client}} }
                  - {name: hub, kind: github, {{endpoints}}, {{client}} }

            """;
        var gateway = await TestGateway.StartAsync(
            new RelayLimits { Attempts = 1 }, simulator => settings + TestGateway.Configuration(simulator, ["sim-text-n2"]), options => options with { Time = time });
        var rig = new ExternalRig(gateway, corp, other, time);
        var visitor = rig.Visit();
        await visitor.SignInAsync(s => s.SetUpAsync(gateway.Host.SetupToken!, "owner@example.com", SignInRig.Password, CancellationToken.None));
        return rig;
    }

    public Visitor Visit() => new(Gateway.Host.Services, IPAddress.Loopback, https: false);

    public ExternalBrowser Browse(Visitor? visitor = null) => new(Gateway.Http, visitor?.Session);

    /// <summary>An account, signed in to by its password.</summary>
    public async Task<Visitor> SignedInAsync(string email)
    {
        var services = Gateway.Host.Services;
        var row = await services.GetRequiredService<AccountDesk>().AddAsync(email, AccountRole.User, AuditNote.OfCommand("account.create"), CancellationToken.None);
        await using var scope = services.CreateAsyncScope();
        var user = await services.GetRequiredService<ISignInStore>().FindAsync(row.Id, CancellationToken.None);
        Assert.Null(await scope.ServiceProvider.GetRequiredService<PasswordDesk>().SetAsync(user!, SignInRig.Password));
        var visitor = Visit();
        Assert.Equal(SignInKind.Done, (await visitor.SignInAsync(s => s.WithPasswordAsync(email, SignInRig.Password, false, CancellationToken.None))).Kind);
        return visitor;
    }

    /// <summary>An account that a provider's present person is linked to.</summary>
    public async Task<Visitor> LinkedAsync(string email, string provider = "corp")
    {
        var visitor = await SignedInAsync(email);
        var (browser, back) = await BeginLinkAsync(visitor, provider);
        Assert.Equal("/console/security?done=login-linked", await browser.OpenAsync(back));
        visitor.Session = browser.Cookies[CurrentSession.Cookie];
        return visitor;
    }

    /// <returns>The browser, and where the provider sends it.</returns>
    public async Task<(ExternalBrowser Browser, string Back)> BeginLinkAsync(Visitor visitor, string provider)
    {
        var change = await visitor.SecurityAsync(s => s.LinkExternalLoginAsync(provider, CancellationToken.None));
        Assert.True(change.Done, change.Message);
        var browser = Browse(visitor);
        browser.Cookies[ExternalCookie.Name] = visitor.Cookies[ExternalCookie.Name];
        return (browser, await browser.AgreeAsync(change.GoTo!));
    }

    public async Task<SignedIn?> WhoAsync(ExternalBrowser browser)
    {
        if (!browser.Cookies.TryGetValue(CurrentSession.Cookie, out var session)) return null;
        var visitor = Visit();
        visitor.Session = session;
        return await visitor.CurrentAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Corp.DisposeAsync();
        await Other.DisposeAsync();
    }
}
