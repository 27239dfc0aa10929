using System.Reflection;
using Gantry.Catalog;
using Gantry.Console.Language;
using Gantry.Console.Settings;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Settings;
using Xunit;

namespace Gantry.Console.Tests.Settings;

public sealed class SettingsFormTests
{
    private static readonly SettingsWords Words = new(Tongue.English);

    [Fact]
    public void Every_setting_that_the_gateway_knows_by_name_has_a_field()
    {
        var known = Names(typeof(SettingRow)).Concat(SmtpTerms.Settings).Concat(Names(typeof(StripeTerms)).Where(name => name.StartsWith(StripeTerms.Prefix, StringComparison.Ordinal)))
            .Concat(Names(typeof(RateSettings)).Where(name => name.Contains('.', StringComparison.Ordinal))).Append(SmtpTerms.Password).Append(AlertTerms.Emails).Append(AlertTerms.LowBalance).Append(AlertTerms.VelocityFloor);
        // The address of the payment service is for tests, a prefix is none.
        string[] none = [StripeTerms.Prefix, StripeTerms.ApiBase, SettingRow.DefaultKeyPrefix];
        Assert.Equal(
            known.Except(none, StringComparer.Ordinal).Order(StringComparer.Ordinal),
            SettingSection.All.SelectMany(section => section.Fields).Select(field => field.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Form_that_nobody_touched_says_what_was_set()
    {
        var terms = new SettingsTerms
        {
            Values = new Dictionary<string, string> { ["time_zone"] = "Europe/Berlin", ["alerts.webhooks.ops.url"] = "https://example.com/?a=b" },
            Secrets = new Dictionary<string, string> { ["smtp.password"] = "", ["alerts.webhooks.ops.secret"] = "" },
        };
        var read = SettingsForm.Of(terms).Read(Words)!;
        Assert.Equal(terms.Values, read.Values);
        Assert.Equal(terms.Secrets, read.Secrets);
    }

    [Fact]
    public void Field_that_is_emptied_and_line_that_is_gone_are_taken_away()
    {
        var form = SettingsForm.Of(new SettingsTerms
        {
            Values = new Dictionary<string, string> { ["time_zone"] = "UTC", ["alerts.webhooks.ops.url"] = "https://example.com" },
            Secrets = new Dictionary<string, string> { ["smtp.password"] = "", ["payments.stripe.secret_key"] = "" },
        });
        form["time_zone"] = " ";
        form[SettingsForm.Others] = "";
        form.TakeAway("smtp.password");
        form["payments.stripe.secret_key"] = "another";
        var read = form.Read(Words)!;
        Assert.Empty(read.Values);
        Assert.Equal([new("payments.stripe.secret_key", "another")], read.Secrets);
    }

    [Fact]
    public void Lines_without_name_or_value_or_twice_are_told()
    {
        var form = new SettingsForm();
        form[SettingsForm.Others] = "a.b = 1\nnothing\n = 2\na.b = 3";
        Assert.Null(form.Read(Words));
        Assert.Equal(["Line 2 has no name and value.", "Line 3 has no name and value.", "a.b stands there twice."], form.Errors.Of(SettingsForm.Others));
    }

    [Theory]
    [InlineData("values.time_zone", "time_zone", "is wrong")]
    [InlineData("secrets.smtp.password", "smtp.password", "is wrong")]
    [InlineData("secrets.sign_in.x.client_secret", "other_secrets", "sign_in.x.client_secret: is wrong")]
    [InlineData("sign_in.x.kind", "others", "sign_in.x.kind: is wrong")]
    public void What_the_service_refused_stands_at_its_field(string path, string field, string message)
    {
        var form = new SettingsForm();
        Assert.True(form.Mark(new Refusal { Kind = RefusalKind.Refused, Code = "x", Detail = "x", Errors = Refusal.NoErrors.Add(path, ["is wrong"]) }));
        Assert.Equal([message], form.Errors.Of(field));
    }

    private static IEnumerable<string> Names(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field is { IsLiteral: true, FieldType: var its } && its == typeof(string)).Select(field => (string)field.GetRawConstantValue()!);
}
