using Gantry.Console.Tests.Rig;
using Gantry.Tests.Accounts.External;
using Xunit;

namespace Gantry.Console.Tests.Flows;

/// <summary>In a browser, over the gateway with its own accounts and a service that vouches for people.</summary>
public sealed class ExternalSignInTests(Chromium chromium)
{
    [Fact]
    public async Task S_23_Owner_links_a_provider_and_signs_in_with_it_and_the_second_factor()
    {
        await using var corp = await IdentityProvider.StartAsync();
        await using var server = await GatewayServer.StartAsync(
            $$"""
            settings:
              sign_in:
                providers:
                  - {name: corp, display_name: Corp, kind: oidc, authority: '{{corp.Issuer}}', client_id: {{IdentityProvider.ClientId}}, client_secret: {{IdentityProvider.Secret}}, allow_private_network: true}
            """);
        await using var visitor = await chromium.VisitAsync(server);
        await visitor.SetUpAsync("owner@example.com", "tidal-lantern-orbit-91");
        await visitor.AddAuthenticatorAsync();
        await visitor.SignOutAsync();
        await visitor.OpenAsync("/console/sign-in");
        await visitor.PressAsync("Continue with Corp");
        await visitor.ReadsAsync("No account here is linked with it.");

        await visitor.SignInAsync("owner@example.com", "tidal-lantern-orbit-91");
        await visitor.FillAsync("Code", visitor.NextCode());
        await visitor.PressAsync("Go on");
        await visitor.OpenAsync("/console/security");
        await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Link Corp" }).ClickAsync();
        await visitor.Page.WaitForURLAsync("**/console/security?done=login-linked");
        await visitor.ReadsAsync("The sign-in is linked.");

        await visitor.SignOutAsync();
        await visitor.PressAsync("Continue with Corp");
        await visitor.SeesAsync("Enter the code");
        await visitor.FillAsync("Code", visitor.NextCode());
        await visitor.PressAsync("Go on");
        await visitor.SeesAsync("Overview");
        Assert.Empty(visitor.Complaints);
    }
}
