using Gantry.Console.Keys;
using Gantry.Console.Language;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Keys;
using Gantry.Contracts.Manage.Prices;
using Xunit;

namespace Gantry.Console.Tests.Keys;

/// <summary>What is typed of a key, and where reasons against it are shown.</summary>
public sealed class KeyFieldsTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly KeyWords Words = new(Tongue.English);

    [Fact]
    public void Everything_that_can_be_said_of_a_key_survives_the_form()
    {
        var terms = new MyKeyDraft
        {
            Name = "laptop",
            Groups = ["auto", "everyone"],
            Fallback = true,
            Models = ["a", "b"],
            Operations = ["chat"],
            Networks = ["10.0.0.0/8"],
            ExpiresAt = new DateTimeOffset(2027, 7, 1, 10, 30, 0, TimeSpan.Zero),
            SpendCap = [new SpendCap { Amount = "1.50", Window = "week" }, new SpendCap { Amount = "9.00", Window = "total" }],
            RateLimits = new RateLimits { RequestsPerMinute = 60, Concurrent = 5 },
            Capture = new CaptureTerms { Days = 7 },
            Auto = new AutoRouting { Order = ["everyone"], MaxPriceFactor = "1.2", Sticky = false },
            ModelsMap = new Dictionary<string, string>(StringComparer.Ordinal) { ["asked"] = "served" },
            Routes = new KeyRoutes { Default = "d", Background = "b", Think = "t", LongContext = new LongContextRoute { Model = "l", Above = 60000 }, Image = "i", WebSearch = "w", Subagent = "s" },
        };
        var fields = KeyFields.Of(terms, Berlin);
        Assert.Equal("2027-07-01T12:30", fields.Expires);
        Assert.Equivalent(terms, fields.Read(Berlin, Words), strict: true);
    }

    [Fact]
    public void Models_of_the_chosen_groups_are_offered_once()
    {
        var offer = new KeyOffer(new PriceListView { Version = 1, Groups = [Group("a", "one", "two"), Group("b", "two", "three")] });
        Assert.Equal(["a", "b"], offer.Groups.Select(option => option.Name));
        Assert.Equal(["one", "three", "two"], offer.ModelsOf(["auto"]).Select(option => option.Name));
        Assert.Equal(["three", "two"], offer.ModelsOf(["b"]).Select(option => option.Name));
        Assert.Empty(offer.ModelsOf(["closed"]));
    }

    private static GroupPricesView Group(string name, params string[] models) => new()
    {
        Name = name,
        Description = "",
        Multiplier = "1",
        CancelPolicy = "delivered",
        Models = [.. models.Select(model => new ModelPricesView { Id = model, DisplayName = model, OwnedBy = "" })],
    };

    [Fact]
    public void Key_without_any_limit_does_not_get_the_usual_ones()
    {
        Assert.Equal(new RateLimits(), KeyFields.Of(new KeyTerms { RateLimits = new RateLimits() }, Berlin).Read(Berlin, Words)!.RateLimits);
        Assert.Null(KeyFields.Of(new KeyTerms(), Berlin).Read(Berlin, Words)!.RateLimits);
    }

    [Fact]
    public void Reasons_stand_at_their_fields()
    {
        var fields = new KeyFields { Name = "x" };
        fields.Caps["month"] = "much";
        Assert.NotNull(fields.Read(Berlin, Words));
        Assert.True(fields.Mark(Refused("spend_cap[0].amount", "groups[0]", "routes.long_context.above", "auto.order[1]", "models_map.a", "rate_limits.concurrent", "capture.days", "team")));
        foreach (var field in (string[])["spend_cap.month", "groups", "routes.above", "auto.order", "models_map", "rate_limits.concurrent", "capture", "team"]) Assert.Single(fields.Errors(field));
        Assert.Empty(fields.Errors("spend_cap.day"));
        Assert.False(fields.Mark(Refused("key x")));
    }

    [Theory]
    [InlineData("no pair", "", "models_map")]
    [InlineData("a = b\na = c", "", "models_map")]
    [InlineData("", "many", "routes.above")]
    public void What_means_nothing_is_not_sent(string map, string above, string field)
    {
        var fields = new KeyFields { ModelsMap = map, LongAbove = above };
        Assert.Null(fields.Read(Berlin, Words));
        Assert.Single(fields.Errors(field));
    }

    [Fact]
    public void Hour_that_the_clocks_leave_out_is_the_next_one()
    {
        var fields = new KeyFields { Expires = "2027-03-28T02:30" };
        Assert.Equal(new DateTimeOffset(2027, 3, 28, 1, 30, 0, TimeSpan.Zero), fields.Read(Berlin, Words)!.ExpiresAt);
    }

    private static Refusal Refused(params string[] paths) =>
        new() { Kind = RefusalKind.Invalid, Code = "invalid_request", Detail = "", Errors = Refusal.NoErrors.AddRange(paths.Select(path => KeyValuePair.Create(path, System.Collections.Immutable.ImmutableArray.Create("wrong")))) };
}
