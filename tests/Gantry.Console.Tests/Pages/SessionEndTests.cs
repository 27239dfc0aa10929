using Gantry.Accounts.Sessions;
using Gantry.Accounts.SignIn;
using Gantry.Console.Circuits;
using Gantry.Console.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Console.Tests.Pages;

/// <summary>An open page does not outlive the session behind it.</summary>
public sealed class SessionEndTests(Chromium chromium)
{
    [Fact]
    public async Task Open_page_goes_to_the_sign_in_when_its_session_is_ended()
    {
        await using var server = await PageRig.StartAsync();
        await using var owner = await chromium.VisitAsync(server);
        await PageRig.SetUpOwnerAsync(owner);
        await using var user = await chromium.VisitAsync(server);
        await PageRig.AddUserAsync(server, user);
        await user.OpenLiveAsync("/console/token");
        await owner.OpenLiveAsync("/console");

        var stop = TestContext.Current.CancellationToken;
        var account = (await server.Services.GetRequiredService<UserDesk>().ListAsync(stop)).Single(one => one.Email == PageRig.User).Id;
        await server.Services.GetRequiredService<SessionDesk>().EndOthersAsync(account, null, stop);

        // Nobody touches the page.
        await user.Page.WaitForURLAsync("**/console/sign-in?returnUrl=*");
        await user.SeesAsync("Sign in");
        await owner.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "API keys" }).ClickAsync();
        await owner.SeesAsync("API keys");
    }

    [Fact]
    public void What_a_circuit_knows_of_its_session_is_never_older_than_five_seconds() =>
        Assert.True(SessionDesk.Fresh + CircuitGate.Watch <= TimeSpan.FromSeconds(5));
}
