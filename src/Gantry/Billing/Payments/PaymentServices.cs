namespace Gantry.Billing.Payments;

/// <summary>Registers card payments. The store comes from elsewhere.</summary>
internal static class PaymentServices
{
    /// <param name="services">Must have <see cref="IPaymentStore"/> and <see cref="TimeProvider"/>.</param>
    /// <param name="outbound">The gateway's way out, for what it asks in its own matter.</param>
    /// <param name="settings">As they are now; null where card payments are not set up.</param>
    public static void AddPayments(this IServiceCollection services, Func<IServiceProvider, HttpMessageHandler> outbound, Func<IServiceProvider, Func<StripeSettings?>> settings)
    {
        services.AddSingleton(s => new StripeClient(outbound(s)));
        services.AddSingleton(settings);
        services.AddSingleton<CheckoutDesk>();
        services.AddSingleton<PaymentPull>();
        services.AddHostedService(s => s.GetRequiredService<PaymentPull>());
    }
}
