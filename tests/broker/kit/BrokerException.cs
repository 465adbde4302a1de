namespace Noderr.Tests.Broker.Kit;

/// <summary>The broker does not do what every test needs of it, such as to start.</summary>
public sealed class BrokerException : Exception
{
    public BrokerException(string message) : base(message) { }

    public BrokerException() { }

    public BrokerException(string message, Exception inner) : base(message, inner) { }
}
