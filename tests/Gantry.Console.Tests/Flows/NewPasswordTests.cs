using Gantry.Console.Tests.Doubles;
using Gantry.Console.Tests.Rig;
using Xunit;

namespace Gantry.Console.Tests.Flows;

/// <summary>A link to a new password.</summary>
public sealed class NewPasswordTests(Chromium chromium)
{
    private const string Email = "user@example.com";

    [Theory]
    [InlineData(false, "Overview")]
    [InlineData(true, "Enter the code")]
    public async Task Link_sets_a_password_once_and_goes_on_as_after_the_first_step(bool factor, string next)
    {
        await using var server = await ConsoleHost.StartAsync(accounts =>
        {
            accounts.LinkFor = accounts.Add(Email, "a long password 1", "user");
            accounts.LinkFor.TotpKey = factor ? [1, 2, 3, 4, 5] : null;
        });
        await using var visitor = await chromium.VisitAsync(server);
        await visitor.OpenAsync("/new-password?token=" + PaperAccounts.LinkToken);
        await visitor.FillAsync("New password", "short");
        Assert.Equal(422, await visitor.PressAsync("Save"));
        Assert.Equal("/new-password", visitor.Path);
        await visitor.ReadsAsync("Use at least 12 characters.");
        await visitor.FillAsync("New password", "another password 2");
        await visitor.PressAsync("Save");
        await visitor.SeesAsync(next);

        await visitor.OpenAsync("/new-password?token=" + PaperAccounts.LinkToken);
        await visitor.FillAsync("New password", "another password 3");
        Assert.Equal(410, await visitor.PressAsync("Save"));
        await visitor.SeesAsync("This link is no longer good");
        Assert.Empty(visitor.Complaints);
    }
}
