using System.CommandLine;

namespace Gantry.Cli.Audits;

/// <summary><c>gantry audit</c>: who changed what, and the proof that nobody has changed that. Also beside a running server.</summary>
internal static class AuditCommand
{
    public static Command Create() => new("audit", "List, prove and export the audit log.")
    {
        AuditReading.CreateList(),
        AuditReading.CreateExport(),
        VerifyAuditCommand.Create(),
    };
}
