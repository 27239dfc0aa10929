using Gantry.Contracts.Manage;

namespace Gantry.Management.Usages;

/// <summary>Why an export is not begun.</summary>
internal static class ExportRefusal
{
    public static RefusedException Running() => new(new Refusal
    {
        Kind = RefusalKind.TooOften,
        Code = "export_running",
        Detail = "Another export of this account is running. Wait until it has ended.",
        RetryAfter = TimeSpan.FromSeconds(5),
    });
}
