using System.Text;
using Gantry.Accounts;
using Gantry.Billing.Payments;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Payments;
using Gantry.Tests.Billing.Payments;
using Xunit;

namespace Gantry.Tests.Management;

/// <summary>The card payments of all accounts through the API and the service: for those who keep the books, and for nobody else.</summary>
public sealed class PaymentTests
{
    [Fact]
    public async Task Payments_are_listed_part_by_part_and_opened_with_all_that_happened()
    {
        await using var gateway = await ManageGateway.StartAsync();
        var account = await AccountAsync(gateway, ManageGateway.User);
        var now = TimeProvider.System.GetUtcNow();
        var orders = await PaymentSample.MakeAsync(gateway.Service<IPaymentStore>(), account, now, "x");
        var read = new List<string>();
        string? after = null;
        do
        {
            var part = await gateway.ExpectAsync(200, "GET", $"payments?limit=3{(after is null ? "" : "&after=" + after)}", ManageGateway.Admin);
            read.AddRange(part.GetProperty("data").EnumerateArray().Select(row => $"{row.GetProperty("state").GetString()} {row.GetProperty("amount").GetString()} {row.GetProperty("taken").GetProperty("amount").GetString()}"));
            after = part.GetProperty("next").GetString();
        }
        while (after is not null);
        Assert.Equal(["created 5.00 0.00", "paid 20.00 0.00", "manual 10.00 0.00", "paid 40.00 15.00"], read);

        var story = await gateway.ExpectAsync(200, "GET", $"payments/{orders[3].Id}", ManageGateway.Owner);
        Assert.Equal(ManageGateway.User, story.GetProperty("payment").GetProperty("account").GetString());
        Assert.Equal(["credited", "taken"], story.GetProperty("events").EnumerateArray().Select(one => one.GetProperty("outcome").GetString()));
        Assert.Equal("15.00", Assert.Single(story.GetProperty("takings").EnumerateArray()).GetProperty("amount").GetString());
        Assert.Equal([$"topup:{orders[3].Id}", $"taken:{orders[3].Id}:1"], story.GetProperty("entries").EnumerateArray().Select(one => one.GetProperty("id").GetString()));
        Assert.Equal(1, (await gateway.ExpectAsync(200, "GET", "payments?taken=true", ManageGateway.Admin)).GetProperty("data").GetArrayLength());
        Assert.Equal(0, (await gateway.ExpectAsync(200, "GET", $"payments?account_id={await AccountAsync(gateway, ManageGateway.Other)}", ManageGateway.Admin)).GetProperty("data").GetArrayLength());
        Assert.True((await gateway.ExpectAsync(400, "GET", "payments?state=lost", ManageGateway.Admin)).GetProperty("errors").TryGetProperty("state", out _));
        await gateway.ExpectAsync(400, "GET", "payments?after=nowhere", ManageGateway.Admin);
        await gateway.ExpectAsync(404, "GET", $"payments/{Guid.CreateVersion7()}", ManageGateway.Admin);
        // Who paid sees its own by the other address, and nothing here.
        await gateway.ExpectAsync(403, "GET", $"payments/{orders[3].Id}", ManageGateway.User);
        Assert.Equal(4, (await gateway.ExpectAsync(200, "GET", "me/payments", ManageGateway.User)).GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Payments_are_written_as_csv_and_not_for_users()
    {
        await using var gateway = await ManageGateway.StartAsync();
        var orders = await PaymentSample.MakeAsync(gateway.Service<IPaymentStore>(), await AccountAsync(gateway, ManageGateway.User), TimeProvider.System.GetUtcNow(), "x");
        var payments = gateway.Service<IPaymentAdmin>();
        var (file, name) = (new MemoryStream(), "");
        await payments.ExportAsync(await CallerAsync(gateway, ManageGateway.Admin), new PaymentQuery { State = "paid" }, (asked, _) => Named(asked), TestContext.Current.CancellationToken);
        Stream Named(string asked)
        {
            name = asked;
            return file;
        }

        Assert.Matches("^payments-[0-9]{8}\\.csv$", name);
        var lines = Encoding.UTF8.GetString(file.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("order_id,created_at,account,state,amount,currency,credit_usd,taken_usd,mode,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{orders[1].Id},", lines[1], StringComparison.Ordinal);
        Assert.Contains($",{ManageGateway.User},paid,40.00,usd,40.00,15.00,live,stripe,cs_x_refunded,pi_x_refunded,", lines[2], StringComparison.Ordinal);
        var user = await CallerAsync(gateway, ManageGateway.User);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => payments.ExportAsync(user, new PaymentQuery(), (_, _) => file, TestContext.Current.CancellationToken));
        Assert.Equal("role_required", refused.Refusal.Code);
    }

    private static async Task<Guid> AccountAsync(ManageGateway gateway, string email) => (await gateway.RowsAsync()).Accounts.Single(a => a.Email == email).Id;

    private static async Task<Caller> CallerAsync(ManageGateway gateway, string email)
    {
        var row = (await gateway.RowsAsync()).Accounts.Single(a => a.Email == email);
        return new Caller { AccountId = row.Id, Email = row.Email, Role = row.Role };
    }
}
