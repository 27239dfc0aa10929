namespace Gantry.Audit;

/// <summary>For how long the audit log is kept (reliability S-42).</summary>
internal static class AuditTerms
{
    public const int LeastDays = 400;
    public const int DefaultDays = 400;
    public const int MostDays = 36_500;
}
