using System.Globalization;
using Gantry.Audit;
using Gantry.Billing.Retention;

namespace Gantry.Catalog;

/// <summary>The settings that say for how many days usage is kept.</summary>
internal static class RetentionDays
{
    /// <returns>What is wrong with one of the settings, or null.</returns>
    public static string? Refuse(string name, string value, CatalogRows rows)
    {
        if (Read(value) is not { } days) return $"{name} must be a whole number of days, at most {RetentionTerms.MostDays}, not '{value}'";
        var least = name == SettingRow.UsageDays ? RetentionTerms.LeastUsageDays : Terms(rows).UsageDays;
        if (days >= least) return null;
        return name == SettingRow.UsageDays
            ? $"{name} is {days}: it must be {least} or more, for monthly spend caps read the records of a month"
            : $"{name} is {days}: it must be {least} or more, the days that records are kept";
    }

    /// <returns>What is wrong with the days of the audit log, or null.</returns>
    public static string? RefuseAudit(string value) => Read(value) is { } days and >= AuditTerms.LeastDays && days <= AuditTerms.MostDays
        ? null
        : $"{SettingRow.AuditDays} must be a whole number of days from {AuditTerms.LeastDays} to {AuditTerms.MostDays}, not '{value}'";

    public static int AuditDays(CatalogRows rows) => Read(rows.Setting(SettingRow.AuditDays)) ?? AuditTerms.DefaultDays;

    public static RetentionTerms Terms(CatalogRows rows)
    {
        var usage = Read(rows.Setting(SettingRow.UsageDays)) ?? RetentionTerms.DefaultUsageDays;
        return new RetentionTerms(usage, Read(rows.Setting(SettingRow.RollupDays)) ?? Math.Max(usage, RetentionTerms.DefaultRollupDays));
    }

    private static int? Read(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= RetentionTerms.MostDays ? days : null;
}
