using Gantry.Contracts.Connect;
using Gantry.Contracts.Manage.Arrivals;

namespace Gantry.Console.Connect;

/// <param name="Number">Of the request on this page.</param>
/// <param name="Arrival">What came.</param>
/// <param name="Diagnosis">What it says of the set-up.</param>
internal sealed record PanelRow(long Number, Arrival Arrival, Diagnosis Diagnosis);
