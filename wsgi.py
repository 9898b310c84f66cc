"""What gunicorn serves."""

from creditsvc.app import create_app
from creditsvc.web import logs

logs.configure()
app = create_app()
