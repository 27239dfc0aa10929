using Gantry.Console.Payments;
using Xunit;

namespace Gantry.Console.Tests.Payments;

/// <summary>What the list of payments is narrowed to survives its address.</summary>
public sealed class PaymentFilterTests
{
    [Fact]
    public void Address_says_what_is_shown()
    {
        var filter = new PaymentFilter { State = "manual", Search = "a+b@example.com", From = new DateTimeOffset(2026, 7, 1, 10, 30, 0, TimeSpan.Zero), To = new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.Zero) };
        Assert.StartsWith("/console/payments?", filter.Address(), StringComparison.Ordinal);
        Assert.StartsWith("/console/payments/export?", filter.ExportAddress(), StringComparison.Ordinal);
        Assert.Equal(filter, PaymentFilter.Parse(filter.Address()["/console/payments".Length..]));
        Assert.Equal("/console/payments", new PaymentFilter().Address());
        Assert.Equal(new PaymentFilter(), PaymentFilter.Parse("?state=&from=yesterday&other=1"));
    }

    [Fact]
    public void What_was_taken_back_is_no_state()
    {
        var query = new PaymentFilter { State = PaymentFilter.TakenBack }.Query("x");
        Assert.Equal((null, true, "x"), (query.State, query.Taken, query.After));
        Assert.Equal(("paid", null), (new PaymentFilter { State = "paid" }.Query(null).State, new PaymentFilter { State = "paid" }.Query(null).Taken));
    }
}
