using Gantry.Cli.Doctor.Clients;
using Gantry.Cli.Doctor.Findings;

namespace Gantry.Cli.Doctor;

/// <summary>Mends what can be mended without a loss, one thing after the other: what is left is looked at afresh each time.</summary>
internal static class RepairRun
{
    private const int Most = 50;

    /// <returns>What was done, in order; nothing where there was nothing to do.</returns>
    public static IReadOnlyList<Finding> Apply(Examination subject, IReadOnlyList<string> clients)
    {
        var done = new List<Finding>();
        var copied = new HashSet<string>(StringComparer.Ordinal);
        foreach (var client in clients)
        {
            var tried = new HashSet<Repair>();
            while (done.Count < Most && ClientCheck.Look(subject, client).Select(finding => finding.Repair).FirstOrDefault(repair => repair is not null && tried.Add(repair)) is { } next)
                done.Add(Do(next, copied));
        }
        return done;
    }

    private static Finding Do(Repair repair, HashSet<string> copied)
    {
        try
        {
            return Finding.Fine(repair.Apply(copied), repair.Path) with { Id = "fixed" };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Finding.Problem($"The file could not be mended: {failure.Message}", repair.Path, "Give yourself write permission, and try again.") with { Id = "fix-failed" };
        }
    }
}
