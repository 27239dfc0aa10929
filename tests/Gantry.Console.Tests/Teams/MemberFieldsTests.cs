using Gantry.Console.Language;
using Gantry.Console.Teams;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Teams;
using Xunit;

namespace Gantry.Console.Tests.Teams;

/// <summary>What is typed of a member, and where reasons against it are shown.</summary>
public sealed class MemberFieldsTests
{
    private static readonly TeamWords Words = new(Tongue.English);
    private static readonly AccountWords Terms = new(Tongue.English);

    [Fact]
    public void Role_and_budget_survive_the_form()
    {
        var fields = MemberFields.Of(new MemberView
        {
            AccountId = Guid.Empty,
            Email = "ann@example.com",
            CreatedAt = default,
            ManagedBy = "hand",
            Role = "manager",
            SpendCap = [new SpendCap { Amount = "5.00", Window = "day" }, new SpendCap { Amount = "50.00", Window = "total" }],
        });
        var said = fields.Read(Words, Terms)!;
        Assert.Equal(("ann@example.com", "manager"), (said.Email, said.Role));
        Assert.Equal([("5.00", "day"), ("50.00", "total")], said.SpendCap.Select(cap => (cap.Amount!, cap.Window)));
    }

    [Fact]
    public void Name_of_a_team_is_no_address()
    {
        var fields = new MemberFields { Email = "research" };
        Assert.Null(fields.Read(Words, Terms));
        Assert.Equal([Words.NoEmail], fields.Terms.Errors.Of("email"));
        fields.Email = " ann@example.com ";
        Assert.Equal("ann@example.com", fields.Read(Words, Terms)!.Email);
        Assert.True(fields.Terms.Errors.None);
    }

    [Fact]
    public void Reasons_stand_where_they_belong()
    {
        var fields = new MemberFields { Email = "ann@example.com" };
        fields.Terms.Caps["month"] = "much";
        Assert.NotNull(fields.Read(Words, Terms));
        fields.Mark(
            new Refusal
            {
                Kind = RefusalKind.Invalid,
                Code = "invalid_request",
                Detail = "no",
                Errors = Refusal.NoErrors.Add("email", ["there is no account 'ann@example.com'"]).Add("spend_cap[0].amount", ["is no amount"]),
            },
            Words);
        Assert.Equal([Words.NobodyHas("ann@example.com")], fields.Terms.Errors.Of("email"));
        Assert.Equal(["is no amount"], fields.Terms.Errors.Of("spend_cap.month"));
        fields.Mark(null, Words);
    }
}
