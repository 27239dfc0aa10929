using Gantry.Accounts;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Keys;
using Gantry.Management.Keys;
using Xunit;

namespace Gantry.Tests.Management;

/// <summary>Keys that are lent to pages: bounded, accepted at once, revoked when they come back.</summary>
public sealed class TryoutTests
{
    [Fact]
    public async Task Lent_key_is_bounded_works_at_once_and_is_revoked_when_it_comes_back()
    {
        await using var gateway = await ManageGateway.StartAsync();
        var who = await PersonAsync(gateway);
        string secret;
        Guid id;
        await using (var tryout = await gateway.Service<ITryouts>().OpenAsync(who, new TryoutTerms { Purpose = "Playground" }, TestContext.Current.CancellationToken))
        {
            (secret, id) = (tryout.Issued.Secret, tryout.Issued.Key.Id);
            // No waiting: what was returned is accepted.
            await AnswersAsync(gateway, secret, 200);
            var row = (await gateway.RowsAsync()).Keys.Single(key => key.Id == id);
            Assert.Equal((who.AccountId, ManageGateway.User, "auto"), (row.AccountId, row.Account, Assert.Single(row.Groups)));
            Assert.Equal(1_000_000_000, Assert.Single(row.SpendCaps).Amount.Nanos);
            // The key is made a moment after its end was reckoned.
            Assert.InRange((row.ExpiresAt - row.CreatedAt)!.Value, Tryouts.Life - TimeSpan.FromMinutes(1), Tryouts.Life);
            Assert.Matches("^Playground [0-9a-f]{6}$", row.Name);
            Assert.DoesNotContain(secret, tryout.Issued.ToString(), StringComparison.Ordinal);
        }

        Assert.NotNull((await gateway.RowsAsync()).Keys.Single(key => key.Id == id).RevokedAt);
        await ManageGateway.UntilAsync(async () =>
        {
            using var answer = await gateway.Gateway.SendAsync(HttpMethod.Get, "/v1/models", null, ("authorization", $"Bearer {secret}"));
            return (int)answer.StatusCode == 401;
        });
    }

    [Fact]
    public async Task Key_that_nobody_returned_is_swept_up_when_the_next_is_lent_and_others_of_the_name_stay()
    {
        await using var gateway = await ManageGateway.StartAsync();
        var (who, keys) = (await PersonAsync(gateway), gateway.Service<IMyKeys>());
        var cancellation = TestContext.Current.CancellationToken;
        var past = gateway.Service<TimeProvider>().GetUtcNow().AddMinutes(-1);
        var lost = await keys.CreateAsync(who, new MyKeyDraft { Name = "Playground 0a1b2c", Groups = ["auto"], SpendCap = [new SpendCap { Amount = "1.00" }], ExpiresAt = past }, cancellation);
        var named = await keys.CreateAsync(who, new MyKeyDraft { Name = "Playground at home", Groups = ["auto"], ExpiresAt = past }, cancellation);
        await using var tryout = await gateway.Service<ITryouts>().OpenAsync(who, new TryoutTerms { Purpose = "Playground", Cap = "0.25" }, cancellation);
        Assert.Equal("0.25", Assert.Single(tryout.Issued.Key.SpendCap).Amount);
        var rows = (await gateway.RowsAsync()).Keys;
        Assert.NotNull(rows.Single(key => key.Id == lost.Key.Id).RevokedAt);
        Assert.Null(rows.Single(key => key.Id == named.Key.Id).RevokedAt);
    }

    private static async Task AnswersAsync(ManageGateway gateway, string secret, int status)
    {
        using var answer = await gateway.Gateway.SendAsync(HttpMethod.Get, "/v1/models", null, ("authorization", $"Bearer {secret}"));
        Assert.Equal(status, (int)answer.StatusCode);
    }

    private static async Task<Caller> PersonAsync(ManageGateway gateway)
    {
        var account = (await gateway.RowsAsync()).Accounts.Single(row => row.Email == ManageGateway.User);
        return new Caller { AccountId = account.Id, Email = account.Email, Role = AccountRole.User };
    }
}
