using Gantry.Console.Accounts;
using Gantry.Console.Language;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Accounts;
using Xunit;

namespace Gantry.Console.Tests.Accounts;

public sealed class TermsFieldsTests
{
    private static readonly AccountWords Words = new(Tongue.English);

    [Fact]
    public void Terms_that_nobody_touched_stay()
    {
        AccountTerms[] all =
        [
            new(),
            new() { SpendCap = [new SpendCap { Amount = "2.50", Window = "day" }, new SpendCap { Amount = "100", Window = "total" }], TimeZone = "Asia/Shanghai", Plan = "pro" },
            new() { RateLimits = new RateLimits { RequestsPerMinute = 5 } },
            new() { RateLimits = new RateLimits() },
        ];
        foreach (var terms in all)
        {
            var read = TermsFields.Of(terms).Read(Words)!;
            Assert.Equal(terms.SpendCap, read.SpendCap);
            Assert.Equal(terms with { SpendCap = [] }, read with { SpendCap = [] });
        }
    }

    [Fact]
    public void Number_that_is_none_is_told_at_its_field_and_so_is_what_the_service_says_of_a_cap()
    {
        var fields = TermsFields.Of(new AccountTerms());
        fields.Rates["concurrent"] = "many";
        Assert.Null(fields.Read(Words));
        Assert.Single(fields.Errors.Of("rate_limits.concurrent"));
        fields.Rates["concurrent"] = "";
        fields.Caps["month"] = "a lot";
        Assert.NotNull(fields.Read(Words));
        fields.Mark(new Refusal { Kind = RefusalKind.Invalid, Code = "x", Detail = "x", Errors = Refusal.NoErrors.Add("spend_cap[0].amount", ["is no amount"]) });
        Assert.Equal(["is no amount"], fields.Errors.Of("spend_cap.month"));
    }
}
